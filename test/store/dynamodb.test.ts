import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { openClient, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import type { Placement, Store } from '../../lib/jobs/ports.ts';
import { createAges } from '../../lib/store/dynamodb/ages.ts';
import { createArticleStore } from '../../lib/store/dynamodb/articles.ts';
import { joinKey } from '../../lib/store/dynamodb/key.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createReading } from '../../lib/store/dynamodb/reading.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { createStoryNames } from '../../lib/store/dynamodb/story-names.ts';
import { createTable } from '../../lib/store/dynamodb/table.ts';
import { buildDigest, buildSketch, buildStory, minutesLater } from '../fixtures/builders.ts';
import { buildLoner, farAhead, idsOf, longAgo, placeNew, readPages } from './contract/placing.ts';
import { storeContract } from './contract.ts';

const server = await startDynamoDb();
afterAll(() => server?.stop());

const endpoint = server?.endpoint ?? '';
let made = 0;
const nameTable = (): string => `table-${made}`;
const connect = (): Store => createDynamoStore({ table: nameTable(), client: openClient({ endpoint }) });
async function create(): Promise<Store> {
  const client = openClient({ endpoint });
  made++;
  await provisionTable(client, nameTable());
  client.destroy();
  return connect();
}

if (server) storeContract(`DynamoDB (${server.kind})`, create, { connect });

/** More than a transaction of DynamoDB takes. */
const many = Array.from({ length: 120 }, (_, i) => buildLoner(`many-${i}`, { seenAt: minutesLater(i) }));

/** Articles alone in their stories, with their sketches. */
function placementOfLoners(articles: readonly Article[], version = 1): Placement {
  return {
    added: [...articles],
    revised: [],
    stories: articles.map(({ id, storyId, revisedAt }) =>
      buildStory({ id: storyId, articles: [id], updatedAt: revisedAt, version }),
    ),
    sketches: articles.map(({ id, storyId, publishedAt }) =>
      buildSketch({ articleId: id, storyId, at: publishedAt, keys: [77] }),
    ),
  };
}

/** A store whose process dies as soon as it asks for something. */
function connectDying(isLast: (command: string, input: object) => boolean): Store {
  const client: DynamoDBClient = openClient({ endpoint });
  let isDead = false;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        isDead ||= isLast(commandName, args.input);
        if (isDead) throw new Error('the process died');
        return next(args);
      },
    { step: 'initialize', name: 'die' },
  );
  return createDynamoStore({ table: nameTable(), client });
}

const isOutcome = (_: string, input: object): boolean => JSON.stringify(input).includes('"sk":"outcome"');

/** Against hanging only: DynamoDB Local on a busy machine takes its time. */
const timeout = 240_000;

describe.skipIf(!server)('a placement that is larger than a transaction', { timeout }, () => {
  const opened: Store[] = [];
  const keep = (store: Store): Store => {
    opened.push(store);
    return store;
  };
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
    vi.useRealTimers();
  });

  it('is written whole', async () => {
    const store = keep(await create());
    expect(await store.articles.place(placementOfLoners(many))).toBe(true);
    await expectAll(store);
    expect(await store.stories.similar([77], longAgo, farAhead, 10)).toHaveLength(10);
  });

  it.each<[string, Partial<Placement>]>([
    ['an article of it exists', { added: [...many, buildLoner('there')] }],
    ['a story of it moved on', { stories: [buildStory({ id: 'story of there', version: 3 })] }],
  ])('is not written at all where %s', async (_, wrong) => {
    const store = keep(await create());
    const there = buildLoner('there', { seenAt: minutesLater(-10) });
    await placeNew(store, there);
    expect(await store.articles.place({ ...placementOfLoners(many), ...wrong })).toBe(false);
    expect((await store.articles.find({})).items).toStrictEqual([there]);
    expect(await store.articles.getMany(idsOf(many))).toEqual([]);
    expect(await store.stories.getMany(many.map(({ storyId }) => storyId))).toEqual([]);
    expect(await store.articles.place(placementOfLoners(many))).toBe(true);
  });

  it('is there for others at once when its writer died after it was decided, and in lists when somebody asked for it', async () => {
    keep(await create());
    let outcomes = 0;
    const dying = keep(connectDying((command, input) => isOutcome(command, input) && ++outcomes > 1));
    await expect(dying.articles.place(placementOfLoners(many))).rejects.toThrow('died');
    expect(outcomes).toBe(2);
    const other = keep(connect());
    expect(await other.articles.getMany(idsOf(many))).toHaveLength(many.length);
    await expectAll(other);
  });

  it('is not there when its writer died before, and may be written again a quarter of an hour later', async () => {
    const other = keep(await create());
    const dying = keep(connectDying(isOutcome));
    await expect(dying.articles.place(placementOfLoners(many))).rejects.toThrow('died');
    expect(await other.articles.getMany(idsOf(many))).toEqual([]);
    expect((await other.articles.find({})).items).toEqual([]);
    expect(await other.articles.place(placementOfLoners(many))).toBe(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
    expect(await other.articles.getMany(idsOf(many))).toEqual([]);
    // Stories that nothing led to were begun, and are found by their ids.
    expect(await other.articles.place(placementOfLoners(many, 2))).toBe(true);
    await expectAll(other);
  });
});

describe.skipIf(!server)('the table', { timeout }, () => {
  it('has its articles, and what was made of them, go by age where days are given', async () => {
    (await create()).close();
    const client = openClient({ endpoint });
    const store = createDynamoStore({ table: nameTable(), client, keepDays: 10_000 });
    await placeNew(store, buildLoner('a'));
    await store.digests.add(buildDigest());
    const table = createTable(client, nameTable());
    const expiryOf = async (...parts: [string, ...string[]]): Promise<unknown[]> =>
      (await table.queryAll({ pk: joinKey(...parts) })).map(({ expiresAt }) => expiresAt);
    const tenThousandDaysAfter = (minutes: number) => minutesLater(minutes).getTime() / 1000 + 10_000 * 86_400;
    expect(await expiryOf('article', 'a')).toEqual([tenThousandDaysAfter(0)]);
    expect(await expiryOf('story', 'story of a')).toEqual([tenThousandDaysAfter(0)]);
    expect(await expiryOf('days')).toEqual([tenThousandDaysAfter(18 * 60)]);
    expect(await expiryOf('digest', 'digest-1')).toEqual([tenThousandDaysAfter(60)]);
    const [posting] = await expiryOf('term', (10).toString(36));
    expect(Number(posting)).toBeGreaterThan(Date.now() / 1000 + 14 * 86_400);
    store.close();
  });

  it('refuses a record that a newer Faultline wrote', async () => {
    const store = await create();
    await placeNew(store, buildLoner('a'));
    const client = openClient({ endpoint });
    const table = createTable(client, nameTable());
    const key = { pk: joinKey('article', 'a'), sk: 'now' };
    await table.update(key, { set: { seen: Uint8Array.of(2, 1, 1) } });
    await expect(store.articles.get('a')).rejects.toMatchObject({
      code: 'record-newer',
      facts: { found: 2, known: 1 },
    });
    await expect(store.articles.find({})).rejects.toMatchObject({ code: 'record-newer' });
    client.destroy();
    store.close();
  });

  it('refuses a search that looked at too many articles, and serves one that need not', async () => {
    const store = await create();
    await placeNew(store, ...many.slice(0, 40));
    const client = openClient({ endpoint });
    const table = createTable(client, nameTable());
    const parts = [createStoryNames(table), createReading(table), createAges(undefined)] as const;
    const articles = createArticleStore(table, ...parts, 30);
    await expect(articles.find({ words: ['nowhere'] })).rejects.toMatchObject({ code: 'search-unbounded' });
    expect((await articles.find({ words: ['nowhere'], from: minutesLater(20) })).items).toEqual([]);
    expect((await articles.find({ words: ['airline'] }, { limit: 5 })).items).toHaveLength(5);
    expect((await articles.find({}, { limit: 40 })).items).toHaveLength(40);
    client.destroy();
    store.close();
  });
});

async function expectAll(store: Store): Promise<void> {
  const found = await readPages((page) => store.articles.find({}, page), 50);
  expect(found).toStrictEqual(many.toReversed());
  const stories = await readPages((page) => store.stories.list(page), 50);
  expect(idsOf(stories).sort()).toEqual(many.map(({ storyId }) => storyId).sort());
}
