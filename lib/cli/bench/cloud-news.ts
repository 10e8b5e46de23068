import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LabelledItem } from '../../classify/training/corpus.ts';
import { createRandom } from '../../random.ts';

/** Items that a feed's document carries: what is new pushes out what is oldest. */
const window = 30;
const inScope = 0.25;

/** Feeds over loopback HTTP that carry the corpus, a quarter of it in scope. */
export interface NewsFeeds {
  urls: string[];
  /** Gives each feed so many new items. */
  publish(count: number, at: Date): void;
  close(): void;
}

export async function serveNews(corpus: readonly LabelledItem[], feeds: number): Promise<NewsFeeds> {
  const random = createRandom(7);
  const shuffled = corpus.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at);
  const scoped = shuffled.filter(({ item }) => item.topic !== 'other');
  const others = shuffled.filter(({ item }) => item.topic === 'other');
  const items: string[][] = Array.from({ length: feeds }, () => []);
  let told = 0;
  const next = (at: Date): string => {
    const from = random() < inScope ? scoped : others;
    const { item } = from[told % from.length] as (typeof shuffled)[number];
    const url = `https://press.example/${told++}`;
    return `<item><title>${escapeXml(item.title)}</title><description>${escapeXml(item.summary)}</description><link>${url}</link><guid>${url}</guid><pubDate>${at.toUTCString()}</pubDate></item>`;
  };
  const server = createServer((request, response) => {
    const entries = items[Number(request.url?.slice(1))] ?? [];
    const etag = `"${entries.length}"`;
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    const channel = `<title>Press</title><link>https://press.example/</link><description>News</description>`;
    const body = `<?xml version="1.0"?><rss version="2.0"><channel>${channel}${entries.slice(-window).reverse().join('')}</channel></rss>`;
    return response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urls: items.map((_, i) => `${origin}/${i}`),
    publish(count, at) {
      for (const feed of items) for (let i = 0; i < count; i++) feed.push(next(at));
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
