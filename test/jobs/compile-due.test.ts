import { describe, vi } from 'vitest';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Log } from '../../lib/log.ts';
import { buildDelivery, buildSubscription, minutesLater } from '../fixtures/builders.ts';
import { buildHourly, buildReport, listQueued, runDue, storyIdsOf } from './due-fixture.ts';
import { fileReports, it } from './fixture.ts';

const day = 24 * 60;
const subscriptionOf = 'subscription-1';

describe('a subscription that is due', () => {
  it('is told of its period: the digest is kept, its message is on its way, and the next period begins', async ({
    store,
    expect,
  }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('late', 'late', 61));
    await store.subscriptions.add(buildHourly({ channel: 'C7' }));
    expect(await runDue(store, 62)).toEqual({ queued: 1, quiet: 0, failed: 0 });
    const [digest, ...others] = await listQueued(store);
    expect(others).toEqual([]);
    expect(digest).toMatchObject({
      subscriptionId: subscriptionOf,
      from: minutesLater(0),
      to: minutesLater(60),
      stories: [{ id: 'airports' }],
      receipt: { items: 1 },
    });
    expect(await store.deliveries.get(digest?.id ?? '')).toStrictEqual({
      ...buildDelivery({ id: digest?.id ?? '', channel: 'C7' }),
      consignment: { kind: 'digest', digestId: digest?.id },
      dueAt: minutesLater(62),
      createdAt: minutesLater(62),
    });
    expect(await store.subscriptions.get(subscriptionOf)).toMatchObject({
      toldUntil: minutesLater(60),
      nextAt: minutesLater(120),
    });
  });

  it('is told by the local clock of its channel', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    // Half past eight in Berlin is half past six in July.
    await store.subscriptions.add(buildSubscription({ timezone: 'Europe/Berlin', nextAt: minutesLater(30) }));
    await runDue(store, 31);
    expect(await store.subscriptions.get(subscriptionOf)).toMatchObject({ nextAt: minutesLater(30 + day) });
  });

  it('waits for what was seen in its period and is still being written', async ({ store, expect }) => {
    await store.subscriptions.add(buildHourly());
    expect(await runDue(store, 61 - 1 / 60_000)).toEqual({ queued: 0, quiet: 0, failed: 0 });
    await fileReports(store, buildReport('a', 'airports', 60));
    expect(await runDue(store, 61)).toEqual({ queued: 1, quiet: 0, failed: 0 });
    expect(storyIdsOf(await listQueued(store))).toEqual([['airports']]);
  });

  it('gets no message where there is nothing to tell, and a receipt all the same', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'football', 10, { topic: 'other' }));
    await store.subscriptions.add(buildHourly());
    expect(await runDue(store, 62)).toEqual({ queued: 0, quiet: 1, failed: 0 });
    expect(await listQueued(store)).toEqual([]);
    expect(await store.digests.previous(subscriptionOf, minutesLater(61))).toMatchObject({
      stories: [],
      receipt: { items: 1, fates: { outside: 1 } },
    });
  });

  it('is told once of all that it missed while nobody told it: one period, one message', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('b', 'banks', 400));
    await store.subscriptions.add(buildHourly());
    await runDue(store, 60 * 9 + 30);
    const digests = await listQueued(store);
    expect(digests).toMatchObject([{ from: minutesLater(0), to: minutesLater(60 * 9) }]);
    expect(storyIdsOf(digests).flat().sort()).toEqual(['airports', 'banks']);
    expect(await store.subscriptions.get(subscriptionOf)).toMatchObject({ nextAt: minutesLater(600) });
  });

  it('is told each thing once, period after period, without a gap', async ({ store, expect }) => {
    const reports = Array.from({ length: 30 }, (_, i) => buildReport(`r${i}`, `story ${i}`, 10 * i));
    await fileReports(store, ...reports);
    await store.subscriptions.add(buildHourly({ budget: 48 }));
    for (let minutes = 60; minutes <= 360; minutes += 7) await runDue(store, minutes);
    const digests = await listQueued(store);
    expect(digests.map(({ to }) => to)).toEqual([60, 120, 180, 240, 300].map(minutesLater));
    // What was seen at six belongs to the period before.
    expect(storyIdsOf(digests).flat().sort()).toEqual(
      reports
        .slice(1)
        .map(({ storyId }) => storyId)
        .sort(),
    );
  });

  it('does not hear the sources that its channel muted', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('b', 'banks', 20));
    await store.subscriptions.add(buildHourly({ muted: ['voice of A'] }));
    await runDue(store, 62);
    expect(storyIdsOf(await listQueued(store))).toEqual([['banks']]);
  });

  it('is told by what its workspace corrected, which is read once a round', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('b', 'banks', 20));
    for (const id of ['one', 'two']) await store.subscriptions.add(buildHourly({ id, team: 'T7' }));
    const loadPerspective = vi.fn(async () => ({
      ...plainPerspective,
      correct: (article: ReturnType<typeof buildReport>) =>
        article.id === 'a' ? { ...article, topic: 'other' as const } : article,
    }));
    await runDue(store, 62, { loadPerspective });
    for (const id of ['one', 'two']) expect(storyIdsOf(await listQueued(store, id))).toEqual([['banks']]);
    expect(loadPerspective.mock.calls).toEqual([['T7']]);
  });

  it('is left alone before it is due, and while it rests', async ({ store, expect }) => {
    await store.subscriptions.add(buildHourly({ id: 'early', nextAt: minutesLater(120) }));
    await store.subscriptions.add(buildHourly({ id: 'paused', paused: { at: minutesLater(1), why: 'asked' } }));
    expect(await runDue(store, 90)).toEqual({ queued: 0, quiet: 0, failed: 0 });
  });
});

describe('the messages of a day', () => {
  /** A story an hour, from six on. */
  const reports = Array.from({ length: 30 }, (_, i) => buildReport(`r${i}`, `story ${i}`, 60 * i + 5));
  const storiesOf = (...hours: number[]) => hours.map((i) => `story ${i}`);

  it('are no more than the channel wants: what comes then is held, and told first on the next', async ({
    store,
    expect,
  }) => {
    await fileReports(store, ...reports);
    await store.subscriptions.add(buildHourly({ budget: 2 }));
    for (let hour = 1; hour <= 18; hour++) await runDue(store, 60 * hour + 1);
    const digests = await listQueued(store);
    // Midnight, at which a day's messages are new, is eighteen hours after six.
    expect(digests.map(({ to }) => to)).toEqual([1, 2, 18].map((hour) => minutesLater(60 * hour)));
    expect(storyIdsOf(digests.slice(0, 2)).flat()).toEqual(storiesOf(0, 1));
    expect(digests[2]?.held).toHaveLength(8);
    expect([...storyIdsOf(digests.slice(2)).flat(), ...(digests[2]?.held ?? []).map(({ id }) => id)].sort()).toEqual(
      storiesOf(...Array.from({ length: 16 }, (_, i) => i + 2)).sort(),
    );
    const spent = await store.digests.previous(subscriptionOf, minutesLater(60 * 3 + 1));
    expect(spent).toMatchObject({ stories: [], held: [{ id: 'story 2' }], receipt: { fates: { held: 1 } } });
  });

  it('are of the local day', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await store.subscriptions.add(buildHourly({ budget: 1, timezone: 'Pacific/Auckland', nextAt: minutesLater(60) }));
    for (let hour = 1; hour <= 8; hour++) await runDue(store, 60 * hour + 1);
    // Midnight in Auckland is noon in Greenwich, six hours after six.
    expect((await listQueued(store)).map(({ to }) => to)).toEqual([1, 6].map((hour) => minutesLater(60 * hour)));
  });
});

describe('a subscription to alerts', () => {
  const alert = buildHourly({ cadence: 'alert', nextAt: minutesLater(1), budget: 3 });

  it('is looked at up to what is certainly written, and again a minute later', async ({ store, expect }) => {
    await store.subscriptions.add(alert);
    await store.deliveries.add(buildDelivery({ createdAt: minutesLater(5) }));
    const raise = vi.fn(async () => undefined);
    expect(await runDue(store, 30, { raise })).toEqual({ queued: 0, quiet: 1, failed: 0 });
    const look = { until: minutesLater(29), room: 2, perspective: plainPerspective };
    expect(raise.mock.calls).toMatchObject([[{ id: subscriptionOf }, look]]);
    expect(await store.subscriptions.get(subscriptionOf)).toMatchObject({
      toldUntil: minutesLater(29),
      nextAt: minutesLater(30),
    });
    expect(await runDue(store, 30.5, { raise })).toMatchObject({ quiet: 0 });
    expect(await runDue(store, 31, { raise })).toMatchObject({ quiet: 1 });
    expect(await store.digests.previous(subscriptionOf, minutesLater(day))).toBeUndefined();
  });
});

describe('a subscription that fails', () => {
  it('is logged, rests, and stops no other', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    await store.subscriptions.add(buildHourly({ id: 'bad', query: 'topic:nonesuch', toldUntil: minutesLater(-9) }));
    await store.subscriptions.add(buildHourly({ id: 'foreign', team: 'T9' }));
    await store.subscriptions.add(buildHourly({ id: 'loud', cadence: 'alert' }));
    await store.subscriptions.add(buildHourly({ id: 'good' }));
    const log = vi.fn<Log>();
    const broken = {
      log,
      loadPerspective: async (team: string) => {
        if (team === 'T9') throw new Error('the corrections are gone');
        return plainPerspective;
      },
      raise: async () => {
        throw new Error('no alert today');
      },
    };
    expect(await runDue(store, 62, broken)).toEqual({ queued: 1, quiet: 0, failed: 3 });
    expect(storyIdsOf(await listQueued(store, 'good'))).toEqual([['airports']]);
    const errors = log.mock.calls.filter(([level]) => level === 'error').map(([, , facts]) => facts);
    expect(errors).toHaveLength(3);
    expect(errors).toEqual(
      expect.arrayContaining([
        { subscription: 'bad', reason: expect.stringContaining('topic:nonesuch') },
        { subscription: 'foreign', reason: 'the corrections are gone' },
        { subscription: 'loud', reason: 'no alert today' },
      ]),
    );
    expect(await runDue(store, 65)).toEqual({ queued: 0, quiet: 0, failed: 0 });
    expect(await runDue(store, 75)).toEqual({ queued: 1, quiet: 1, failed: 1 });
    expect(await listQueued(store, 'foreign')).toMatchObject([{ from: minutesLater(0), to: minutesLater(60) }]);
  });
});

describe('many subscriptions', () => {
  const ids = Array.from({ length: 130 }, (_, i) => `s${i}`);

  it('are all told in one round, also by two workers at once, each once', async ({ connect, store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    for (const id of ids) await store.subscriptions.add(buildHourly({ id }));
    const counts = await Promise.all([runDue(store, 62), runDue(connect(), 62)]);
    expect(counts.reduce((sum, { queued }) => sum + queued, 0)).toBe(130);
    for (const id of ids) expect(storyIdsOf(await listQueued(store, id))).toEqual([['airports']]);
  });

  it('are left to another worker once their lease has run out', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    for (const id of ids.slice(0, 3)) await store.subscriptions.add(buildHourly({ id }));
    // The claim, its first subscription, and then the machine slept.
    const times = [62, 62, 62, 62, 62];
    const now = () => minutesLater(times.shift() ?? 90);
    expect(await runDue(store, 62, { now })).toMatchObject({ failed: 0 });
    const told = [];
    for (const id of ids.slice(0, 3)) told.push(...(await listQueued(store, id)));
    expect(told.length).toBeLessThan(3);
    await runDue(store, 91);
    for (const id of ids.slice(0, 3)) expect(storyIdsOf(await listQueued(store, id))).toEqual([['airports']]);
  });
});
