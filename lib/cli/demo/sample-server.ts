import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FeedEntry } from '../../feeds/feed.ts';
import { parseOpml } from '../../feeds/opml.ts';

const folder = new URL('./feeds/', import.meta.url);

/** As real servers send them: without a charset, so that the documents' own declarations count. */
const contentTypes: Readonly<Record<string, string>> = {
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
  '.rdf': 'application/rdf+xml',
  '.json': 'application/feed+json',
};

export interface SampleFeeds {
  /** The list of the sample feeds, at their loopback addresses. */
  entries: FeedEntry[];
  /** Has the feeds served as they stood at a time, or whole, as they are at first. */
  showAsOf(time: Date | undefined): void;
  close(): void;
}

/**
 * Serves the bundled sample feeds over loopback HTTP on a free port.
 */
export async function serveSampleFeeds(): Promise<SampleFeeds> {
  let asOf: Date | undefined;
  const server = createServer(async (request, response) => {
    // Only a bare file name ever reaches the disk.
    const name = basename(decodeURIComponent(request.url ?? '').split('?')[0] ?? '');
    try {
      const document = await readFile(new URL(name, folder));
      const body = asOf ? cutTo(document, asOf) : document;
      const inner = extname(name.replace(/\.xml$/, ''));
      response.writeHead(200, { 'content-type': contentTypes[inner] ?? 'application/xml' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const file = fileURLToPath(new URL('catalogue.opml', folder));
  const entries = parseOpml(await readFile(file, 'utf8'), file).map((entry) => ({
    ...entry,
    url: entry.url.replace('http://demo.invalid/', `http://127.0.0.1:${port}/`),
  }));
  const showAsOf = (time: Date | undefined): void => {
    asOf = time;
  };
  return { entries, showAsOf, close: () => server.close() };
}

interface JsonFeed {
  items: { date_published: string }[];
}

const entries = /<(item|entry)\b[\s\S]*?<\/\1>/g;
/** The first of an entry is when it was published, or else updated. */
const date = /<(?:pubDate|published|updated|dc:date)>([^<]+)/;

/** A sample feed without what was published after a time. */
function cutTo(document: Buffer, time: Date): Buffer {
  const isOut = (published = ''): boolean => new Date(published) <= time;
  if (document[0] === '{'.charCodeAt(0)) {
    const feed: JsonFeed = JSON.parse(document.toString());
    const items = feed.items.filter((item) => isOut(item.date_published));
    return Buffer.from(JSON.stringify({ ...feed, items }));
  }
  // Encodings differ, but all tags and dates are ASCII; read so, every byte is written back as it was.
  const text = document.toString('latin1');
  return Buffer.from(
    text.replace(entries, (entry) => (isOut(date.exec(entry)?.[1]) ? entry : '')),
    'latin1',
  );
}
