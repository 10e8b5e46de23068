import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { createFeed } from '../../lib/feeds/feed.ts';
import { compilePeriod } from '../../lib/jobs/compile.ts';
import { ingestFeeds } from '../../lib/jobs/ingest.ts';
import { listReceipt } from '../../lib/jobs/list-receipt.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import { renderDigestBlocks } from '../../lib/render/digest-blocks.ts';
import { renderDigestHtml } from '../../lib/render/digest-html.ts';
import { renderDigestJson } from '../../lib/render/digest-json.ts';
import { renderDigestText } from '../../lib/render/digest-text.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { it, judge, readArchive } from './fixture.ts';

/** Documents that real publishers served, kept beside the repository where there are any. */
const folder = fileURLToPath(new URL('../../../shared/feeds/', import.meta.url));
const isThere = existsSync(folder);
const documents = isThere
  ? readdirSync(folder).filter((file) => ['.xml', '.rss', '.atom'].includes(extname(file)))
  : [];

/** How many entries a document has, told by its own tags. */
function countEntries(file: string): number {
  return readFileSync(`${folder}${file}`, 'latin1').match(/<(?:item|entry)[\s>]/g)?.length ?? 0;
}

const inEveryTopic = 'topic:outage,attack,vulnerability,policy,other';

describe.skipIf(!isThere)(`real feeds${isThere ? '' : ' (skipped: ../shared/feeds is absent)'}`, () => {
  it('are ingested without a failure, and their digest renders and adds up', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    expect(documents.length).toBeGreaterThan(50);
    for (const file of documents) {
      const body = readFileSync(`${folder}${file}`);
      const url = server.serve(`/${file}`, (_, response) => {
        response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
      });
      await store.feeds.add(createFeed({ url, title: file }, 'test', morning));
    }
    const made = await ingestFeeds({ store, fetch, judge, now: () => morning }, {});
    expect(made).toHaveLength(documents.length);
    expect(made.filter(({ kind }) => kind !== 'fetched')).toEqual([]);
    expect(new Map(made.map(({ title, items }) => [title, items]))).toEqual(
      new Map(documents.map((file) => [file, countEntries(file)])),
    );
    const { revisions, stories } = await readArchive(store);
    const added = made.reduce((sum, report) => sum + report.new, 0);
    expect(revisions).toHaveLength(added);
    expect(stories.flatMap(({ articles }) => articles).sort()).toEqual(revisions.map(({ id }) => id).sort());

    for (const text of ['', inEveryTopic, 'sector:aviation']) {
      const query = parseQuery(text);
      if (!isQuery(query)) throw new Error(`the query "${text}" is wrong`);
      const period = { subscriptionId: text, query, from: minutesLater(-60), to: morning };
      const digest = await compilePeriod(store, period);
      const { receipt, fates } = digest;
      expect(receipt.items).toBe(added);
      expect(receipt.feeds).toBe(new Set(revisions.map(({ feedId }) => feedId)).size);
      expect(Object.values(receipt.fates).reduce((sum, count) => sum + count, 0)).toBe(added);
      expect(fates.map(({ articleId }) => articleId).sort()).toEqual(revisions.map(({ id }) => id).sort());
      if (text === inEveryTopic) expect(digest.stories).toHaveLength(8);

      const written = renderDigestText(digest, { width: 100, color: false });
      const page = renderDigestHtml(digest, await listReceipt(store, digest));
      const { blocks, text: words } = renderDigestBlocks(digest);
      // Whole pages in a failure's message would help nobody.
      expect([written, page, words].map((form) => form.includes(`${added} items`))).toEqual([true, true, true]);
      expect(digest.stories.filter(({ id }) => !written.includes(id))).toEqual([]);
      expect(page.match(/<article /g)?.length ?? 0).toBe(digest.stories.length);
      expect(blocks.length).toBeLessThanOrEqual(50);
      const json = JSON.parse(JSON.stringify(renderDigestJson(digest)));
      expect(json.receipt.items).toBe(added);
      expect(json.stories).toHaveLength(digest.stories.length);
    }
  });

  it('are found unchanged when they are served again', async ({ store, server, fetch, expect }) => {
    for (const file of documents) {
      const body = readFileSync(`${folder}${file}`);
      const url = server.serve(`/${file}`, (_, response) => response.end(body));
      await store.feeds.add(createFeed({ url, title: file }, 'test', morning));
    }
    await ingestFeeds({ store, fetch, judge, now: () => morning }, {});
    const before = await readArchive(store);
    const again = await ingestFeeds({ store, fetch, judge, now: () => minutesLater(24 * 60) }, {});
    expect(again).toHaveLength(documents.length);
    expect(again.filter((report) => report.kind !== 'fetched' || report.new + report.revised > 0)).toEqual([]);
    expect(await readArchive(store)).toStrictEqual(before);
  });
});
