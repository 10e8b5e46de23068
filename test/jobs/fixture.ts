import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Judge } from '../../lib/jobs/place.ts';
import type { Fetch, Page, PageRequest, Store } from '../../lib/jobs/ports.ts';
import { createJudge, loadModel, openFetch } from '../../lib/runtime/local.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { describeStory } from '../../lib/stories/describe.ts';
import type { Story } from '../../lib/stories/story.ts';
import { buildSketch } from '../fixtures/builders.ts';
import { type FeedServer, startFeedServer } from '../fixtures/feed-server.ts';

/** The shipped model, read once a file of tests. */
export const judge: Judge = createJudge(await loadModel());

interface Fixture {
  folder: string;
  /** Opens another connection to a store file of the folder, `store` if not named. */
  connect: (name?: string) => Store;
  store: Store;
  server: FeedServer;
  /** As another process has it: it knows nothing of what others fetch. */
  createFetch: () => Fetch;
  fetch: Fetch;
}

/** A folder of store files for each case, a feed server, and a fetch that is let into loopback. */
export const it = test.extend<Fixture>({
  folder: async ({ task: _task }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'faultline-jobs-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  connect: async ({ folder }, use) => {
    const open: Store[] = [];
    await use((name = 'store') => {
      const store = createSqliteStore(join(folder, `${name}.sqlite`));
      open.push(store);
      return store;
    });
    for (const store of open) store.close();
  },
  store: async ({ connect }, use) => use(connect()),
  server: async ({ task: _task }, use) => {
    const server = await startFeedServer();
    await use(server);
    await server.close();
  },
  createFetch: async ({ task: _task }, use) => {
    const closers: (() => Promise<void>)[] = [];
    await use(() => {
      const { fetch, close } = openFetch({ allowPrivate: true, contact: '' });
      closers.push(close);
      return fetch;
    });
    for (const close of closers) await close();
  },
  fetch: async ({ createFetch }, use) => use(createFetch()),
});

/** Places built articles as they are, each in the story that it names, told from all its articles. */
export async function fileReports(store: Store, ...articles: Article[]): Promise<void> {
  const stories: Story[] = [];
  for (const [id, some] of Map.groupBy(articles, ({ storyId }) => storyId)) {
    const before = await store.stories.get(id);
    const members = new Map((await store.articles.getMany(before?.articles ?? [])).map((one) => [one.id, one]));
    for (const article of some) members.set(article.id, article);
    stories.push(describeStory(id, [...members.values()], before));
  }
  const added = articles.filter(({ revision }) => revision === 1);
  const placed = await store.articles.place({
    added,
    revised: articles.filter(({ revision }) => revision > 1),
    stories,
    sketches: added.map(({ id, storyId, publishedAt }) => buildSketch({ articleId: id, storyId, at: publishedAt })),
  });
  if (!placed) throw new Error('the built articles do not follow on what is stored');
}

/** Files a report that shows one story to be part of another, as placing does. */
export async function fileMerger(store: Store, fromId: string, into: string, report: Article): Promise<void> {
  const [from, before] = [await store.stories.get(fromId), await store.stories.get(into)];
  if (from?.id !== fromId || before?.id !== into) throw new Error(`${fromId} and ${into} are no two stories`);
  const members = await store.articles.getMany([...before.articles, ...from.articles]);
  const absorbed = [
    ...(before.absorbed ?? []),
    ...(from.absorbed ?? []),
    { id: fromId, absorbedAt: report.seenAt, articles: from.articles },
  ];
  const placed = await store.articles.place({
    added: [report],
    revised: [],
    stories: [describeStory(into, [...members, report], { ...before, absorbed })],
    sketches: [buildSketch({ articleId: report.id, storyId: into, at: report.publishedAt })],
    absorbed: [{ id: fromId, version: from.version, into }],
  });
  if (!placed) throw new Error('the merger does not follow on what is stored');
}

/** Everything that a list of the store holds. */
async function readAll<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await read({ limit: 200, after });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

/** All that the archive says: every revision of every article, and every story, in the order of their ids. */
export async function readArchive(store: Store): Promise<{ revisions: Article[]; stories: Story[] }> {
  const articles = await readAll((page) => store.articles.find({}, page));
  const revisions: Article[] = [];
  for (const { id } of articles.sort(byId)) revisions.push(...(await store.articles.revisions(id)));
  return { revisions, stories: (await readAll((page) => store.stories.list(page))).sort(byId) };
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
