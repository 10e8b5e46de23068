import { describe, expect } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Subscription } from '../../lib/digest/subscription.ts';
import { raiseAlerts } from '../../lib/jobs/alert.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { buildSubscription, minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { buildFaultReport } from '../fixtures/fault-reports.ts';
import { fileMerger, fileReports, it } from './fixture.ts';

/** A report of its own words and publisher, seen and published at a minute. */
function report(i: number, minute: number, overrides: Partial<Article> = {}): Article {
  return buildFaultReport(i, { seenAt: minutesLater(minute), ...overrides });
}

const subscription = buildSubscription({
  cadence: 'alert',
  query: 'topic:outage',
  threshold: { publishers: 3, within: 60, official: true },
});

/** Looks at the subscription at a minute, as if it had been looked at five minutes before. */
async function look(
  store: Store,
  minute: number,
  changes: Partial<Subscription> & { room?: number } = {},
): Promise<void> {
  const { room = 6, ...edited } = changes;
  await raiseAlerts(
    store,
    { ...subscription, toldUntil: minutesLater(minute - 5), ...edited },
    { until: minutesLater(minute), room, perspective: plainPerspective },
  );
}

async function readOnly(store: Store) {
  const [alert, ...others] = await store.alerts.listOpen(subscription.id);
  expect(others).toEqual([]);
  if (!alert) throw new Error('no alert is open');
  return { alert, delivery: await store.deliveries.get(alert.id) };
}

/** As the worker leaves a delivery that it has posted. */
async function markSent(store: Store): Promise<void> {
  const { alert, delivery } = await readOnly(store);
  if (!delivery) throw new Error('nothing was queued');
  const { version } = delivery;
  const sent = { ...delivery, state: 'sent' as const, shown: alert.version, posted: ['1.1'], version: version + 1 };
  expect(await store.deliveries.replace(sent)).toBe(true);
}

describe('an alert', () => {
  it('is raised once the story crosses the threshold, and queued for its channel', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 3));
    await look(store, 5);
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
    await fileReports(store, report(2, 6));
    await look(store, 10);
    const { alert, delivery } = await readOnly(store);
    expect(alert).toMatchObject({
      storyId: 'story-1',
      state: 'open',
      because: '3 independent publishers within 60 minutes',
      raisedAt: minutesLater(10),
      history: [],
    });
    expect(alert.story.articles.map(({ id }) => id)).toEqual(['report-0', 'report-1', 'report-2']);
    expect(delivery).toMatchObject({ state: 'due', channel: 'C1', consignment: { kind: 'alert', alertId: alert.id } });
  });

  it('is one message of twelve updates: each change makes its history longer', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5);
    await markSent(store);
    for (let i = 3; i < 12; i++) {
      await fileReports(store, report(i, i * 5, { title: `Fault number ${i} ${'abcdefghijkl'[i]}`, summary: `${i}` }));
      await look(store, i * 5 + 1);
    }
    const { alert, delivery } = await readOnly(store);
    expect(alert.history).toHaveLength(9);
    expect(alert.history[0]?.change).toContain('1 more source');
    expect(delivery).toMatchObject({ state: 'due', posted: ['1.1'] });
  });

  it('says nothing where nothing changed', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5);
    await markSent(store);
    await look(store, 6);
    const { alert, delivery } = await readOnly(store);
    expect(alert.version).toBe(1);
    expect(delivery?.state).toBe('sent');
  });

  it('is not raised a second time by whoever looks again, or at the same time', async ({ store, connect }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    const other = connect();
    await Promise.all([look(store, 5), look(other, 5), look(store, 5)]);
    await look(other, 5);
    const { delivery } = await readOnly(store);
    expect(delivery?.version).toBe(1);
  });

  it('is queued by the next look where the first was stopped before it could', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    const stopped = { ...store, deliveries: { ...store.deliveries, add: () => Promise.reject(new Error('stopped')) } };
    await expect(look(stopped, 5)).rejects.toThrow('stopped');
    expect((await readOnly(store)).delivery).toBeUndefined();
    await look(store, 6);
    expect((await readOnly(store)).delivery?.state).toBe('due');
  });

  it('is sent on by the next look where a change was written and not queued', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5);
    await markSent(store);
    await fileReports(store, report(3, 8));
    const stopped = { ...store, deliveries: { ...store.deliveries, add: () => Promise.reject(new Error('stopped')) } };
    await expect(look(stopped, 9)).rejects.toThrow('stopped');
    expect((await readOnly(store)).delivery?.state).toBe('sent');
    await look(store, 10);
    const { alert, delivery } = await readOnly(store);
    expect(alert.history).toHaveLength(1);
    expect(delivery?.state).toBe('due');
  });

  it('tells when the story is resolved, and ends a day later', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5);
    await fileReports(
      store,
      report(3, 30, {
        title: 'Check-in restored at all airports',
        summary: 'All systems are back to normal, the operator said.',
      }),
    );
    await look(store, 31);
    expect((await readOnly(store)).alert.story.state).toBe('resolved');
    await look(store, 31 + 24 * 60);
    expect((await store.alerts.listOpen(subscription.id)).map(({ state }) => state)).toEqual(['open']);
    await look(store, 32 + 24 * 60);
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
  });
});

describe('no alert is raised', () => {
  it('of a story that crossed before the channel subscribed', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5, { createdAt: minutesLater(3) });
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
  });

  it('of news out of an archive', async ({ store }) => {
    const late = { seenAt: minutesLater(2000), publishedAt: minutesLater(1) };
    await fileReports(store, ...[0, 1, 2].map((i) => report(i, 2000, late)));
    await look(store, 2001);
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
  });

  it('of a story that the query does not want', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5, { query: 'sector:water' });
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
  });

  it('where only muted sources tell what the query wants', async ({ store }) => {
    const wanted = { sectors: [{ id: 'water', score: 0.9, evidence: ['pump'] }] } satisfies Partial<Article>;
    await fileReports(store, report(0, 1, wanted), report(1, 2), report(2, 3));
    await look(store, 5, { query: 'sector:water', muted: ['outlet 0'] });
    expect(await store.alerts.listOpen(subscription.id)).toEqual([]);
    await look(store, 5, { query: 'sector:water' });
    expect(await store.alerts.listOpen(subscription.id)).toHaveLength(1);
  });
});

describe('a day with no room left', () => {
  it('holds the alert, and posts it when there is room again', async ({ store }) => {
    await fileReports(store, report(0, 1), report(1, 2), report(2, 3));
    await look(store, 5, { room: 0 });
    expect(await readOnly(store)).toMatchObject({ alert: { state: 'held' }, delivery: undefined });
    await look(store, 10, { room: 0 });
    expect((await readOnly(store)).alert.state).toBe('held');
    await look(store, 15);
    expect(await readOnly(store)).toMatchObject({ alert: { state: 'open' }, delivery: { state: 'due' } });
  });
});

describe('two stories that turn out to be one', () => {
  it('go on in the older alert, and the younger says so', async ({ store }) => {
    await fileReports(store, ...[0, 1, 2].map((i) => report(i, i + 1)));
    await look(store, 5);
    await fileReports(
      store,
      ...[3, 4, 5].map((i) =>
        report(i, i + 5, { storyId: 'story-2', title: `Fault ${'abcdef'[i]} again`, summary: `Number ${i}` }),
      ),
    );
    await look(store, 12);
    await fileMerger(
      store,
      'story-2',
      'story-1',
      report(6, 20, { title: 'It was one fault', summary: 'Said the operator.' }),
    );
    await look(store, 21);
    const { alert } = await readOnly(store);
    expect(alert.raisedAt).toEqual(minutesLater(5));
    expect(alert.history.at(-1)?.change).toContain('more sources');
    await look(store, 22);
    expect(await store.alerts.listOpen(subscription.id)).toHaveLength(1);
  });
});

it('a new fact in a report is a change', async ({ store }) => {
  const first = report(0, 1);
  await fileReports(store, first, report(1, 2), report(2, 3));
  await look(store, 5);
  await fileReports(store, reviseArticle(first, minutesLater(8), { summary: 'Some 1,400 flights were cancelled.' }));
  await look(store, 9);
  expect((await readOnly(store)).alert.history).toHaveLength(1);
});
