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
  close(): void;
}

/**
 * Serves the bundled sample feeds over loopback HTTP on a free port.
 */
export async function serveSampleFeeds(): Promise<SampleFeeds> {
  const server = createServer(async (request, response) => {
    // Only a bare file name ever reaches the disk.
    const name = basename(decodeURIComponent(request.url ?? '').split('?')[0] ?? '');
    try {
      const body = await readFile(new URL(name, folder));
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
  return { entries, close: () => server.close() };
}
