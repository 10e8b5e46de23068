import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../lib/jobs/ports.ts';
import type { RecordKind, RecordStore, StoreRecord } from '../../../lib/jobs/store-record.ts';
import {
  buildAlert,
  buildArticle,
  buildDelivery,
  buildDigest,
  buildFeed,
  buildSketch,
  buildStory,
  buildSubscription,
  minutesLater,
  morning,
  reviseArticle,
} from '../../fixtures/builders.ts';
import { farAhead, longAgo, placementOf, placeNew, readPages } from './placing.ts';

/** A store and the records of its data. */
export interface RecordedStore {
  store: Store;
  records: RecordStore;
}

/** Fills a store with every kind of record, in every state that a move must not change. */
export async function fillStore(store: Store): Promise<void> {
  const { feeds, articles, digests, corrections, subscriptions, deliveries, alerts, teams } = store;
  await feeds.add(buildFeed());
  await feeds.add(buildFeed({ id: 'feed-2', etag: '"a"', failures: 3, lastError: 'HTTP 500', lastSuccessAt: morning }));
  await feeds.claim(['feed-2'], morning, minutesLater(5));
  await placeNew(
    store,
    buildArticle({ id: 'a', storyId: 'a', title: '2024-07-19T06:00:00.000Z' }),
    buildArticle({ id: 'b', storyId: 'b' }),
  );
  await articles.place(
    placementOf({
      revised: [reviseArticle(buildArticle({ id: 'b', storyId: 'b' }), minutesLater(9), { title: 'New' })],
    }),
  );
  await articles.place(
    placementOf({
      stories: [
        buildStory({
          id: 'a',
          version: 2,
          articles: ['a', 'b'],
          absorbed: [{ id: 'b', absorbedAt: minutesLater(10), articles: ['b'] }],
        }),
      ],
      absorbed: [{ id: 'b', version: 1, into: 'a' }],
    }),
  );
  await subscriptions.add(buildSubscription());
  await subscriptions.add(
    buildSubscription({ id: 'resting', paused: { at: morning, why: 'channel-gone' }, nextAt: minutesLater(900) }),
  );
  await subscriptions.add(buildSubscription({ id: 'removed' }));
  await subscriptions.add(buildSubscription({ id: 'forgotten', team: 'T2' }));
  await digests.add(buildDigest());
  await digests.add(buildDigest({ id: 'digest-2', subscriptionId: 'removed', told: [] }));
  await deliveries.add(buildDelivery());
  await deliveries.add(buildDelivery({ id: 'later', dueAt: minutesLater(60) }));
  await deliveries.add(buildDelivery({ id: 'sent', state: 'sent', posted: ['1721368800.000100'] }));
  await deliveries.claimDue(morning, minutesLater(2), 10);
  await alerts.add(buildAlert({ history: [{ at: minutesLater(3), change: 'resolved' }] }));
  await alerts.add(buildAlert({ id: 'alert-2', state: 'closed' }));
  const correction = { articleId: 'a', team: 'T1', by: 'U1', at: minutesLater(20) };
  await corrections.add({ ...correction, sectors: ['banking'] });
  await corrections.add({ ...correction, topic: 'attack' });
  await corrections.adjust('T1', { storm: [[3, 0.1]] });
  await teams.saveSettings({ team: 'T1', feedTuners: ['U1'], whenUnsure: 'repeat', installer: 'U2' });
  await teams.audit({ team: 'T1', at: morning, by: 'U1', deed: 'added a feed' });
  await teams.audit({ team: 'T1', at: minutesLater(1), by: 'U1', deed: 'removed it' });
  await teams.saveInstallation('T1', 'sealed');
  await teams.forget('T2');
  await subscriptions.remove('removed');
  await subscriptions.claimDue(minutesLater(200), minutesLater(201), 10);
  await teams.claimEvent('Ev1', morning);
}

/** Records by what they are, so that the orders of two stores compare: of those that come in an order, the order stays. */
export async function sortRecords(records: AsyncIterable<StoreRecord>): Promise<Record<string, StoreRecord[]>> {
  const sorted: Record<string, StoreRecord[]> = {};
  for await (const record of records) {
    const key = `${record.kind} ${nameRecord(record)}`;
    sorted[key] = [...(sorted[key] ?? []), record];
  }
  return sorted;
}

function nameRecord(record: StoreRecord): string {
  switch (record.kind) {
    case 'event':
    case 'absorbed':
      return record.id;
    case 'owner':
      return record.subscriptionId;
    case 'installation':
    case 'adjustment':
      return record.team;
    case 'settings':
    case 'audit':
    case 'correction':
      return record.value.team;
    case 'revision':
      return `${record.value.id} ${record.value.revision}`;
    case 'sketch':
      return record.value.articleId;
    default:
      return record.value.id;
  }
}

async function* list(records: readonly StoreRecord[]): AsyncGenerator<StoreRecord> {
  yield* records;
}

async function* breakAfter(records: AsyncIterable<StoreRecord>, count: number): AsyncGenerator<StoreRecord> {
  let left = count;
  for await (const record of records) {
    if (left-- === 0) throw new Error('the cable was pulled');
    yield record;
  }
}

/**
 * What every record store must do.
 * @param create an empty store
 * @param createSource a filled store comes from here and goes to the store under test
 */
export function recordContract(name: string, create: () => Promise<RecordedStore>): void {
  describe(`${name} moves whole stores:`, () => {
    const opened: RecordedStore[] = [];
    const open = async (): Promise<RecordedStore> => {
      const one = await create();
      opened.push(one);
      return one;
    };
    const openFilled = async (): Promise<RecordedStore> => {
      const one = await open();
      await fillStore(one.store);
      return one;
    };
    afterEach(() => {
      for (const { store, records } of opened.splice(0)) {
        store.close();
        records.close();
      }
    });

    it('tells every kind of record', async () => {
      const { records } = await openFilled();
      const kinds = new Set<RecordKind>();
      for await (const { kind } of records.readAll()) kinds.add(kind);
      expect([...kinds].sort()).toEqual(
        [
          'absorbed adjustment alert audit correction delivery digest event feed installation owner revision',
          'settings sketch story subscription',
        ]
          .join(' ')
          .split(' '),
      );
    });

    it('writes into an empty store all that another held', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      expect(await sortRecords(to.records.readAll())).toStrictEqual(await sortRecords(from.records.readAll()));
    });

    it('leaves the new store finding what the old one found', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      const ask = async ({ store }: RecordedStore) => ({
        story: await store.stories.get('b'),
        found: (await store.articles.find({ words: ['new'] })).items,
        before: await store.articles.getMany(['b'], minutesLater(8)),
        similar: (await store.stories.similar([10, 20, 30], longAgo, farAhead, 10))
          .map(({ articleId }) => articleId)
          .sort(),
        feeds: (await store.feeds.list()).items,
        subscriptions: (await store.subscriptions.list('T1')).items,
        corrections: (await store.corrections.list('T1')).items,
        audit: (await store.teams.listAudit('T1')).items,
        previous: await store.digests.previous('subscription-1', farAhead),
        since: await store.deliveries.listSince('subscription-1', longAgo),
        open: await store.alerts.listOpen('subscription-1'),
        event: await store.teams.claimEvent('Ev1', minutesLater(1)),
      });
      expect(await ask(to)).toStrictEqual(await ask(from));
    });

    it('keeps what was claimed to its claimant until the lease ends, and gives the rest to the first who asks', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      const { feeds, deliveries, subscriptions } = to.store;
      const idsOf = (values: { id: string }[]) => values.map(({ id }) => id);
      expect(idsOf(await feeds.claimDue(minutesLater(4), minutesLater(6), 10))).toEqual(['feed-1']);
      expect(idsOf(await feeds.claimDue(minutesLater(5), minutesLater(7), 10))).toEqual(['feed-2']);
      expect(await deliveries.claimDue(minutesLater(1), minutesLater(6), 10)).toEqual([]);
      const [taken] = await deliveries.claimDue(minutesLater(2), minutesLater(6), 10);
      expect(taken).toMatchObject({ delivery: { id: 'digest-1' }, before: 'claimed' });
      expect(await subscriptions.claimDue(minutesLater(200), minutesLater(300), 10)).toEqual([]);
      expect(idsOf(await subscriptions.claimDue(minutesLater(201), minutesLater(300), 10))).toEqual(['subscription-1']);
    });

    it('lets nothing be added to a subscription whose workspace was forgotten before', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      expect(await to.store.digests.add(buildDigest({ id: 'late', subscriptionId: 'forgotten' }))).toBe(false);
    });

    it('lets the new store go on: stories grow, articles age, subscriptions are edited', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      const { store } = to;
      const late = buildArticle({ id: 'late', storyId: 'a', seenAt: minutesLater(30) });
      const grown = buildStory({ id: 'a', version: 3, articles: ['a', 'b', 'late'] });
      const sketches = [buildSketch({ articleId: 'late', storyId: 'a', at: minutesLater(30) })];
      expect(await store.articles.place(placementOf({ added: [late], stories: [grown], sketches }))).toBe(true);
      expect(await store.subscriptions.replace(buildSubscription({ version: 2, budget: 9 }))).toBe(true);
      expect(await store.articles.deleteSeenBefore(minutesLater(15))).toBe(2);
      expect(await store.stories.similar([10], longAgo, farAhead, 10)).toHaveLength(1);
    });

    it('refuses a store that holds something, and leaves it as it was', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.store.feeds.add(buildFeed({ id: 'mine' }));
      await expect(to.records.writeAll('export-1', from.records.readAll())).rejects.toMatchObject({
        code: 'store-not-empty',
      });
      expect(Object.keys(await sortRecords(to.records.readAll()))).toEqual(['feed mine']);
    });

    it('refuses the same export a second time', async () => {
      const [from, to] = [await openFilled(), await open()];
      await to.records.writeAll('export-1', from.records.readAll());
      await expect(to.records.writeAll('export-1', from.records.readAll())).rejects.toMatchObject({
        code: 'store-not-empty',
      });
    });

    it.each([0, 1, 7, 20])(
      'takes an export that was cut off after %i records once more from its beginning',
      async (count) => {
        const [from, to] = [await openFilled(), await open()];
        const broken = to.records.writeAll('export-1', breakAfter(from.records.readAll(), count));
        await expect(broken).rejects.toThrow('the cable was pulled');
        await to.records.writeAll('export-1', from.records.readAll());
        expect(await sortRecords(to.records.readAll())).toStrictEqual(await sortRecords(from.records.readAll()));
      },
    );

    it('takes up a long export where it was cut off, and keeps its order', async () => {
      const { store, records } = await open();
      const corrections = Array.from({ length: 1100 }, (_, i): StoreRecord & { kind: 'correction' } => ({
        kind: 'correction',
        value: { articleId: `article-${i}`, team: `T${i % 2}`, by: 'U1', at: morning, topic: 'policy' },
      }));
      const audit: StoreRecord = { kind: 'audit', value: { team: 'T1', at: morning, by: 'U1', deed: 'added a feed' } };
      const all = [...corrections, audit, audit];
      await expect(records.writeAll('export-1', breakAfter(list(all), 1050))).rejects.toThrow('the cable was pulled');
      await records.writeAll('export-1', list(all));
      expect((await sortRecords(records.readAll()))['correction T1']).toStrictEqual(
        corrections.filter(({ value }) => value.team === 'T1'),
      );
      expect((await store.teams.listAudit('T1')).items).toHaveLength(2);
      const latest = { articleId: 'the latest', team: 'T1', by: 'U2', at: morning };
      await store.corrections.add(latest);
      expect((await readPages((page) => store.corrections.list('T1', page), 1000)).at(-1)).toEqual(latest);
    });

    it('writes an export of nothing', async () => {
      const { records } = await open();
      await records.writeAll('export-1', list([]));
      expect(await sortRecords(records.readAll())).toEqual({});
    });
  });
}
