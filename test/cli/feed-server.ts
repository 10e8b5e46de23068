import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A document that is answered with validators and 304, or whatever a listener does. */
export type Route = string | RequestListener;

export interface FeedServer {
  /** Without a slash at the end. */
  origin: string;
  /** Path and conditional headers of each request so far, in order. */
  requests: IncomingMessage[];
  /** Serves a route from now on, and returns its address. */
  serve(path: string, route: Route): string;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of loopback; what it does not know is 404. */
export async function startFeedServer(): Promise<FeedServer> {
  const routes = new Map<string, Route>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const route = routes.get(request.url ?? '');
    if (route === undefined) response.writeHead(404).end();
    else if (typeof route === 'string') answerConditionally(route, request, response);
    else route(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    serve(path, route) {
      routes.set(path, route);
      return `${origin}${path}`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answerConditionally(body: string, ...[request, response]: Parameters<RequestListener>): void {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const type = body.startsWith('<!doctype') ? 'text/html; charset=utf-8' : 'application/rss+xml';
  response.writeHead(200, { 'content-type': type, etag }).end(body);
}

export interface SampleItem {
  title: string;
  summary: string;
  url: string;
  /** RFC 822. */
  published?: string;
}

/** An RSS 2.0 document. */
export function writeRss(title: string, items: readonly SampleItem[]): string {
  const entries = items.map(
    (item) =>
      `<item><title>${item.title}</title><description>${item.summary}</description><link>${item.url}</link>` +
      `<guid>${item.url}</guid><pubDate>${item.published ?? 'Fri, 19 Jul 2024 06:00:00 GMT'}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${title}</title><link>https://press.example/</link><description>News</description>${entries.join('')}</channel></rss>`;
}

/** An HTML page that announces feeds. */
export function writePage(...links: { href: string; title: string }[]): string {
  const heads = links.map(
    ({ href, title }) => `<link rel="alternate" type="application/rss+xml" href="${href}" title="${title}">`,
  );
  return `<!doctype html><html><head><title>Home</title>${heads.join('')}</head><body><p>Welcome</p></body></html>`;
}

/** A feed list; what else an outline says stands in `extra`. */
export function writeOpml(urls: readonly string[], extra = ''): string {
  const outlines = urls.map(
    (url) => `<outline type="rss" text="${new URL(url).pathname.slice(1)}" xmlUrl="${url}" ${extra}/>`,
  );
  return `<?xml version="1.0"?><opml version="2.0" xmlns:faultline="https://faultline.example/ns/opml"><head><title>Test</title></head><body>${outlines.join('')}</body></opml>`;
}

/** Reports of one outage by two voices, and of two other events. */
export const reports = {
  crash: {
    title: 'Worldwide outage: CrowdStrike update crashes Windows computers, airlines ground flights',
    summary:
      'A faulty software update from the security firm CrowdStrike crashed millions of Windows computers on Friday. Airlines grounded flights and banks reported an outage.',
    url: 'https://harbour.example/crowdstrike-crash',
  },
  crashElsewhere: {
    title: 'Airlines ground flights in worldwide outage as CrowdStrike update crashes Windows computers',
    summary:
      'Flights were grounded and hospitals cancelled operations after a faulty CrowdStrike update crashed Windows computers around the world. The country must regain digital sovereignty and control its own networks and data instead of depending on foreign technology, the ministry said.',
    url: 'https://ledger.example/flights-grounded',
  },
  law: {
    title: 'Parliament adopts cybersecurity law with fines for operators of essential services',
    summary:
      'The new regulation obliges operators to report incidents within 24 hours. Regulators may impose fines of up to ten million euros.',
    url: 'https://harbour.example/cyber-law',
  },
  football: {
    title: 'Home side wins the cup final after extra time',
    summary: 'Two late goals decided the match in front of forty thousand spectators.',
    url: 'https://ledger.example/cup-final',
  },
} as const satisfies Record<string, SampleItem>;
