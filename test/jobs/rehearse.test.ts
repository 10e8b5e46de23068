import fc from 'fast-check';
import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { defaultThreshold, type Subscription, scheduleNext, spanOf } from '../../lib/digest/subscription.ts';
import { settlingTime } from '../../lib/jobs/compile-due.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { rehearse } from '../../lib/jobs/rehearse.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildSubscription, minutesLater, morning } from '../fixtures/builders.ts';
import { buildReport, listQueued, runDue } from './due-fixture.ts';
import { fileReports, it } from './fixture.ts';

const hour = 60;
const day = 24 * hour;
const span = 14 * day;
/** As of that morning; reports are told by minutes before it, and so below zero. */
const now = morning;

const wishOf = (overrides: Partial<Subscription> = {}): Subscription => buildSubscription({ query: '', ...overrides });
const rehearseAt = (store: Store, overrides: Partial<Subscription> = {}) =>
  rehearse(store, wishOf(overrides), now, plainPerspective);

/** What `compileDue` sends in the fourteen days to a subscription that was made at their beginning. */
async function sendFor(
  store: Store,
  overrides: Partial<Subscription>,
): Promise<{ messages: number; storyIds: string[] }> {
  const wish = wishOf(overrides);
  const nextAt = scheduleNext(wish, minutesLater(-span));
  const toldUntil = new Date(nextAt.getTime() - spanOf(wish.cadence));
  await store.subscriptions.add({ ...wish, nextAt, toldUntil });
  for (let at = nextAt; at.getTime() + settlingTime <= now.getTime(); at = scheduleNext(wish, at))
    await runDue(store, (at.getTime() + settlingTime - morning.getTime()) / 60_000);
  const digests = await listQueued(store);
  return { messages: digests.length, storyIds: digests.flatMap(({ stories }) => stories.map(({ id }) => id)) };
}

/** A few weeks of reports, of stories that run on, are told by several, or are of no interest. */
const anyArticles: fc.Arbitrary<Article[]> = fc
  .array(
    fc.record({
      story: fc.nat(25),
      outlet: fc.constantFrom('A', 'B', 'C', 'D'),
      ago: fc.integer({ min: 0, max: span + 8 * day }),
      topic: fc.constantFrom('outage' as const, 'outage' as const, 'policy' as const, 'other' as const),
      words: fc.constantFrom('Rail halted', 'Airport closed', 'Bank app down'),
    }),
    { minLength: 10, maxLength: 90 },
  )
  .map((list) =>
    list.map(({ story, outlet, ago, words, topic }, i) =>
      buildReport(`r${i}`, `story ${story}`, -ago, {
        publisher: { name: `Outlet ${outlet}`, country: 'GB', ownership: 'private' },
        title: `${words}, ${i}`,
        topic,
      }),
    ),
  );

describe('a rehearsal', () => {
  it.for(['hourly', 'daily', 'weekdays', 'weekly'] as const)(
    'tells what then is sent on the same data: %s',
    { timeout: 60_000 },
    async (cadence, { expect }) => {
      const anyWish: fc.Arbitrary<Partial<Subscription>> = fc.record({
        cadence: fc.constant(cadence),
        query: fc.constantFrom('', 'topic:outage', 'rail', 'sources:>1', 'is:new', '-bank'),
        at: fc.constantFrom('00:00', '08:30', '23:59'),
        timezone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
        budget: fc.constantFrom(1, 2, 6),
        muted: fc.subarray(['outlet a']),
      });
      await fc.assert(
        fc.asyncProperty(anyArticles, anyWish, async (articles, wish) => {
          const store = createSqliteStore(':memory:');
          try {
            await fileReports(store, ...articles);
            const { messages, storyIds, stories } = await rehearseAt(store, wish);
            expect({ messages, storyIds }).toEqual(await sendFor(store, wish));
            expect(stories).toBe(new Set(storyIds).size);
          } finally {
            store.close();
          }
        }),
        { numRuns: cadence === 'hourly' ? 2 : 15 },
      );
    },
  );

  it('shows the three that were told last, and leaves nothing in the store', async ({ store, expect }) => {
    const reports = [1, 2, 3, 4, 5].map((days) => buildReport(`r${days}`, `story ${days}`, -days * day));
    await fileReports(store, ...reports);
    const { sent, ...counts } = await rehearseAt(store);
    expect(counts).toMatchObject({ days: 14, messages: 5, stories: 5, nearMisses: [] });
    expect(sent.map(({ storyId }) => storyId)).toEqual(['story 1', 'story 2', 'story 3']);
    expect(sent[0]).toEqual({
      storyId: 'story 1',
      title: 'story 1: check-in fails, r1',
      at: new Date('2024-07-18T08:30:00Z'),
    });
    expect(await store.digests.previous('rehearsal', minutesLater(day))).toBeUndefined();
  });

  it('shows a story once, however often it was told', async ({ store, expect }) => {
    const reports = [1, 2, 3].map((days) => buildReport(`r${days}`, 'long', -days * day, { title: `Day ${days}` }));
    await fileReports(store, ...reports, buildReport('r4', 'short', -4 * day));
    const { sent, storyIds } = await rehearseAt(store);
    expect(storyIds).toEqual(['short', 'long', 'long', 'long']);
    expect(sent.map(({ storyId, at }) => [storyId, at.toISOString()])).toEqual([
      ['long', '2024-07-18T08:30:00.000Z'],
      ['short', '2024-07-15T08:30:00.000Z'],
    ]);
  });

  it('shows the biggest of a digest first', async ({ store, expect }) => {
    const crowd = (story: string, voices: number) =>
      Array.from({ length: voices }, (_, i) => buildReport(`${story}${i}`, story, -day));
    await fileReports(store, ...crowd('small', 1), ...crowd('big', 4), ...crowd('mid', 2));
    const { sent } = await rehearseAt(store);
    expect(sent.map(({ storyId }) => storyId)).toEqual(['big', 'mid', 'small']);
  });

  it('has nothing to tell of an empty store', async ({ store, expect }) => {
    const nothing = { days: 14, messages: 0, stories: 0, storyIds: [], sent: [], nearMisses: [] };
    for (const cadence of ['daily', 'alert'] as const) expect(await rehearseAt(store, { cadence })).toEqual(nothing);
  });

  it('looks back fourteen days and a period, not further', async ({ store, expect }) => {
    // The first digest comes two and a half hours after its fourteen days began, and looks back a day.
    await fileReports(
      store,
      buildReport('old', 'old', -span - day + 2 * hour),
      buildReport('new', 'new', -span - day + 3 * hour),
    );
    expect((await rehearseAt(store)).storyIds).toEqual(['new']);
  });

  it('refuses a query that it does not understand', async ({ store, expect }) => {
    await expect(rehearseAt(store, { query: 'topic:nonesuch' })).rejects.toMatchObject({ code: 'query-wrong' });
  });

  it('sees the archive as the workspace does', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', -day), buildReport('b', 'banks', -day));
    const perspective = {
      ...plainPerspective,
      correct: (article: Article) => (article.id === 'a' ? { ...article, topic: 'other' as const } : article),
    };
    for (const cadence of ['daily', 'alert'] as const) {
      const threshold = { ...defaultThreshold, publishers: 1 };
      const { storyIds } = await rehearse(store, wishOf({ cadence, threshold }), now, perspective);
      expect(storyIds).toEqual(['banks']);
    }
  });
});

describe('a near miss', () => {
  const rail = { title: 'Rail halted', sectors: [{ id: 'rail' as const, score: 0.9, evidence: ['rail'] }] };
  const policy = { topic: 'policy' as const };

  it.for(['daily', 'alert'] as const)(
    'is an article that one term alone kept out: %s',
    async (cadence, { store, expect }) => {
      await fileReports(
        store,
        buildReport('told', 'told', -day, rail),
        buildReport('beside it', 'told', -day + 1),
        buildReport('sector', 'sector', -2 * day),
        buildReport('topic', 'topic', -3 * day, { ...rail, ...policy }),
        buildReport('both', 'both', -4 * day, policy),
        buildReport('scope', 'scope', -5 * day, { ...rail, topic: 'other' }),
      );
      const { nearMisses } = await rehearseAt(store, { query: 'topic:outage sector:rail', cadence });
      expect(nearMisses).toEqual([
        { articleId: 'sector', title: 'sector: check-in fails, sector', term: 'sector:rail' },
        { articleId: 'topic', title: 'Rail halted', term: 'topic:outage' },
      ]);
    },
  );

  it('of those there are the three newest, each of another story', async ({ store, expect }) => {
    const reports = [1, 2, 3, 4, 5].map((days) => buildReport(`r${days}`, `story ${days}`, -days * day));
    await fileReports(store, ...reports, buildReport('again', 'story 1', -day - 1));
    const { nearMisses } = await rehearseAt(store, { query: '"no such words"' });
    expect(nearMisses.map(({ articleId }) => articleId)).toEqual(['r1', 'r2', 'r3']);
  });

  it('may miss by a term about whole stories', async ({ store, expect }) => {
    await fileReports(store, buildReport('lone', 'lone', -day), buildReport('railway', 'railway', -2 * day, rail));
    const { nearMisses } = await rehearseAt(store, { query: 'sector:aviation sources:>1' });
    expect(nearMisses).toMatchObject([{ articleId: 'lone', term: 'sources:>1' }]);
  });

  it('is none where nothing but the scope kept it out, or a muted source said it', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('football', 'football', -day, { topic: 'other' }),
      buildReport('muted', 'muted', -day),
    );
    const muted = ['Voice of muted'];
    for (const cadence of ['daily', 'alert'] as const)
      expect((await rehearseAt(store, { query: 'water', muted, cadence })).nearMisses).toEqual([]);
  });
});

describe('the rehearsal of alerts', () => {
  it('counts the stories that crossed the threshold, by when they did', async ({ store, expect }) => {
    const crowd = (story: string, ...minutes: number[]) =>
      minutes.map((at, i) => buildReport(`${story}${i}`, story, at));
    await fileReports(
      store,
      ...crowd('later', -day, -day + 10, -day + 20, -day + 300),
      ...crowd('earlier', -2 * day, -2 * day + 10, -2 * day + 30),
      ...crowd('slow', -day, -day + 100, -day + 200),
      ...crowd('before', -span - 50, -span - 40, -span - 30, -span + 10),
    );
    const { sent, ...counts } = await rehearseAt(store, { cadence: 'alert', threshold: defaultThreshold });
    expect(counts).toMatchObject({ messages: 2, stories: 2, storyIds: ['earlier', 'later'] });
    expect(sent).toMatchObject([
      { storyId: 'later', at: minutesLater(-day + 20) },
      { storyId: 'earlier', at: minutesLater(-2 * day + 30) },
    ]);
  });
});
