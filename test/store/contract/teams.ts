import { expect, it } from 'vitest';
import type { AuditEntry, Store, TeamSettings } from '../../../lib/jobs/ports.ts';
import {
  buildAlert,
  buildArticle,
  buildDelivery,
  buildDigest,
  buildFeed,
  buildSubscription,
  minutesLater,
} from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { longAgo, placeNew, readPages, withUndefined } from './placing.ts';

const now = minutesLater(60);
const leaseUntil = minutesLater(65);

function buildEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return { team: 'T1', at: now, by: 'U1', deed: 'added The Harbour Post', ...overrides };
}

function buildSettings(overrides: Partial<TeamSettings> = {}): TeamSettings {
  return { team: 'T1', feedTuners: [], whenUnsure: 'ask', ...overrides };
}

/** Everything that a workspace can have: a subscription and one that was removed, and what they and the command line left behind. */
async function fill(store: Store, team: string): Promise<void> {
  for (const name of ['kept', 'removed']) {
    const subscriptionId = `${name} of ${team}`;
    await store.subscriptions.add(buildSubscription({ id: subscriptionId, team, nextAt: now }));
    await store.digests.add(buildDigest({ id: `digest of ${subscriptionId}`, subscriptionId }));
    await store.deliveries.add(buildDelivery({ id: `delivery of ${subscriptionId}`, team, subscriptionId }));
    await store.alerts.add(buildAlert({ id: `alert of ${subscriptionId}`, team, subscriptionId }));
  }
  await store.subscriptions.remove(`removed of ${team}`);
  const { subscriptionId: _, ...notice } = buildDelivery({ id: `notice of ${team}`, team });
  await store.deliveries.add(notice);
  await store.digests.add(buildDigest({ id: `printed for ${team}`, subscriptionId: `cli:${team}:topic:outage` }));
  await store.digests.add(buildDigest({ id: `all printed for ${team}`, subscriptionId: `cli:${team}:` }));
  await store.corrections.add({ articleId: 'article-1', team, by: 'U1', at: now });
  await store.corrections.adjust(team, { drone: [[6, 2]] });
  await store.teams.saveSettings(buildSettings({ team }));
  await store.teams.audit(buildEntry({ team }));
  await store.teams.saveInstallation(team, `sealed for ${team}`);
}

/** How much of what `fill` wrote `recall` finds: the removed subscription alone is gone. */
const whole = 22;

/** What the store still knows of a workspace, of all that `fill` wrote. */
async function recall(store: Store, team: string): Promise<unknown[]> {
  const own = ['kept', 'removed'].map((name) => `${name} of ${team}`);
  const all = await Promise.all([
    ...own.flatMap((id) => [
      store.subscriptions.get(id),
      store.digests.get(`digest of ${id}`),
      store.digests.previous(id, minutesLater(900)),
      store.deliveries.get(`delivery of ${id}`),
      store.alerts.get(`alert of ${id}`),
      store.deliveries.listSince(id, longAgo),
      store.alerts.listOpen(id),
    ]),
    store.deliveries.get(`notice of ${team}`),
    store.digests.get(`printed for ${team}`),
    store.digests.get(`all printed for ${team}`),
    store.subscriptions.list(team).then(({ items }) => items),
    store.corrections.list(team).then(({ items }) => items),
    store.corrections.adjustment(team),
    store.teams.settings(team),
    store.teams.listAudit(team).then(({ items }) => items),
    store.teams.installation(team),
  ]);
  return all.filter((one) => one !== undefined && !(Array.isArray(one) && one.length === 0));
}

export function teamContract({ create, createPair }: Stores): void {
  it('keeps the settings of a workspace, the last in place of those before', async () => {
    const [one, other] = await createPair();
    expect(await one.teams.settings('T1')).toBeUndefined();
    const first = buildSettings({ feedTuners: ['U1', '2024-07-19T06:00:00.000Z'], installer: 'U9' });
    await one.teams.saveSettings(first);
    expect(await other.teams.settings('T1')).toStrictEqual(first);
    const second = buildSettings({ feedTuners: 'everyone', whenUnsure: 'repeat' });
    await other.teams.saveSettings(withUndefined(second, 'installer'));
    expect(await one.teams.settings('T1')).toStrictEqual(second);
    expect(await one.teams.settings('T2')).toBeUndefined();
  });

  it('keeps the installation of a workspace as it was sealed, the last in place of the one before', async () => {
    const [one, other] = await createPair();
    expect(await one.teams.installation('T1')).toBeUndefined();
    const long = '{"sealed":"\u0000𠮷 2024-07-19T06:00:00.000Z"}'.repeat(200);
    for (const sealed of ['', long]) {
      await one.teams.saveInstallation('T1', sealed);
      expect(await other.teams.installation('T1')).toBe(sealed);
    }
    expect(await other.teams.installation('T2')).toBeUndefined();
  });

  it('lists who changed what, newest first, those of one moment the last first', async () => {
    const store = await create();
    const entries = [
      buildEntry({ at: minutesLater(10), deed: 'subscribed <#C1> to "𠮷野家 عطل" 🚄' }),
      buildEntry({ at: minutesLater(30), by: '2024-07-19T06:00:00.000Z', deed: '2024-07-19T06:00:00.000Z' }),
      buildEntry({ at: minutesLater(20), deed: 'the same' }),
      buildEntry({ at: minutesLater(20), deed: 'the same' }),
      buildEntry({ at: minutesLater(20), deed: 'another' }),
    ];
    for (const entry of entries) await store.teams.audit(entry);
    await store.teams.audit(buildEntry({ team: 'T2' }));
    const [first, second, same, sameAgain, another] = entries;
    const items = [second, another, sameAgain, same, first];
    expect(await store.teams.listAudit('T1')).toStrictEqual({ items });
    expect(await store.teams.listAudit('T2')).toStrictEqual({ items: [buildEntry({ team: 'T2' })] });
    expect(await store.teams.listAudit('T3')).toStrictEqual({ items: [] });
  });

  it('lists who changed what page by page, none lost or repeated, though more is done meanwhile', async () => {
    const store = await create();
    for (let i = 0; i < 23; i++) {
      await store.teams.audit(buildEntry({ at: minutesLater(i % 3), deed: `deed ${i}` }));
      await store.teams.audit(buildEntry({ team: 'T2' }));
    }
    const ordered = (await store.teams.listAudit('T1')).items;
    expect(new Set(ordered.map(({ deed }) => deed)).size).toBe(23);
    for (const limit of [1, 4, 22, 23, 24])
      expect(await readPages((page) => store.teams.listAudit('T1', page), limit)).toEqual(ordered);
    const listed = await readPages(
      (page) => store.teams.listAudit('T1', page),
      5,
      (page) => store.teams.audit(buildEntry({ deed: `late ${page}` })),
    );
    expect(listed).toEqual(ordered);
  });

  it('shows one connection what another did, and loses nothing that both do at once', async () => {
    const [one, other] = await createPair();
    const note = (store: Store, name: string) =>
      Promise.all(Array.from({ length: 20 }, (_, i) => store.teams.audit(buildEntry({ deed: `${name} ${i}` }))));
    await Promise.all([note(one, 'one'), note(other, 'other')]);
    for (const store of [one, other]) {
      const { items } = await store.teams.listAudit('T1');
      expect(new Set(items.map(({ deed }) => deed)).size).toBe(40);
    }
  });

  it('lets one take on an event, of all who ask', async () => {
    const [one, other] = await createPair();
    const outcomes = await Promise.all([one, other, one, other].map((store) => store.teams.claimEvent('Ev1', now)));
    expect(outcomes.filter(Boolean)).toEqual([true]);
    expect(await other.teams.claimEvent('Ev2', now)).toBe(true);
    expect(await one.teams.claimEvent('Ev2', minutesLater(66))).toBe(false);
  });

  it('lets an event be taken on again once it was let go', async () => {
    const [one, other] = await createPair();
    await one.teams.claimEvent('Ev1', now);
    await one.teams.claimEvent('Ev2', now);
    await one.teams.releaseEvent('Ev1');
    await one.teams.releaseEvent('Ev9');
    expect(await other.teams.claimEvent('Ev1', now)).toBe(true);
    expect(await other.teams.claimEvent('Ev2', now)).toBe(false);
  });

  it('knows for a day that an event was taken on, whatever else is', async () => {
    const store = await create();
    await store.teams.claimEvent('Ev1', now);
    const dayLater = minutesLater(60 + 24 * 60);
    expect(await store.teams.claimEvent('Ev2', dayLater)).toBe(true);
    expect(await store.teams.claimEvent('Ev1', dayLater)).toBe(false);
  });

  it('forgets all that belongs to a workspace', async () => {
    const [one, other] = await createPair();
    await fill(one, 'T1');
    expect(await recall(other, 'T1')).toHaveLength(whole);
    await other.teams.forget('T1');
    expect(await recall(one, 'T1')).toEqual([]);
    expect(await one.subscriptions.claimDue(now, leaseUntil, 10)).toEqual([]);
    expect(await one.deliveries.claimDue(now, leaseUntil, 10)).toEqual([]);
  });

  it('leaves other workspaces whole, and what is for all', async () => {
    const store = await create();
    const others = ['T', 'T10', 't1', 'T1 ', 'T_', 'T%', '1T1'];
    for (const team of others) await fill(store, team);
    const before = await Promise.all(others.map((team) => recall(store, team)));
    await fill(store, 'T1');
    await store.feeds.add(buildFeed());
    await placeNew(store, buildArticle());
    await store.teams.claimEvent('Ev1', now);
    const ofAll = ['page', 'demo', 'cli:', 'cli:T1', 'cli:T1;', 'T1', 'CLI:T1:'];
    for (const subscriptionId of ofAll) await store.digests.add(buildDigest({ id: subscriptionId, subscriptionId }));
    await store.teams.forget('T1');
    expect(await Promise.all(others.map((team) => recall(store, team)))).toEqual(before);
    for (const id of ofAll) expect(await store.digests.get(id)).toBeDefined();
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed());
    expect(await store.articles.get('article-1')).toStrictEqual(buildArticle());
    expect(await store.teams.claimEvent('Ev1', now)).toBe(false);
  });

  it('forgets harmlessly what it never knew, and the same workspace twice, at once as well', async () => {
    const [one, other] = await createPair();
    await one.teams.forget('T1');
    await fill(one, 'T1');
    await fill(one, 'T2');
    const theirs = await recall(one, 'T2');
    await Promise.all([one.teams.forget('T1'), other.teams.forget('T1'), other.teams.forget('nobody')]);
    await one.teams.forget('T1');
    expect(await recall(other, 'T1')).toEqual([]);
    expect(await recall(other, 'T2')).toEqual(theirs);
  });

  it('takes a workspace in again that was forgotten, with nothing of what was', async () => {
    const [one, other] = await createPair();
    await fill(one, 'T1');
    const before = await recall(one, 'T1');
    await one.teams.forget('T1');
    await fill(other, 'T1');
    expect(await recall(other, 'T1')).toEqual(before);
    await one.teams.forget('T1');
    expect(await recall(other, 'T1')).toEqual([]);
  });

  it('takes nothing more from a worker that was under way when the workspace was forgotten', async () => {
    const [worker, other] = await createPair();
    for (const team of ['T1', 'T2']) await fill(worker, team);
    const theirs = await recall(worker, 'T2');
    const subscriptionId = 'kept of T1';
    const subscription = await worker.subscriptions.get(subscriptionId);
    const delivery = await worker.deliveries.get(`delivery of ${subscriptionId}`);
    const alert = await worker.alerts.get(`alert of ${subscriptionId}`);
    await worker.subscriptions.claimDue(now, leaseUntil, 10);
    await other.teams.forget('T1');

    const told = buildSubscription({ id: subscriptionId, team: 'T1' });
    expect(await worker.subscriptions.settle(told, leaseUntil)).toBe(false);
    for (const id of [subscriptionId, 'removed of T1']) {
      expect(await worker.digests.add(buildDigest({ id: 'late', subscriptionId: id }))).toBe(false);
      expect(await worker.deliveries.add(buildDelivery({ id: 'late', subscriptionId: id }))).toBe(false);
      expect(await worker.alerts.add(buildAlert({ id: 'late', subscriptionId: id }))).toBe(false);
    }
    expect(subscription && (await worker.subscriptions.replace({ ...subscription, version: 2 }))).toBe(false);
    expect(delivery && (await worker.deliveries.replace({ ...delivery, version: 2 }))).toBe(false);
    expect(alert && (await worker.alerts.replace({ ...alert, version: 2 }))).toBe(false);
    expect(await recall(worker, 'T1')).toEqual([]);
    expect(await worker.digests.get('late')).toBeUndefined();
    expect(await worker.deliveries.get('late')).toBeUndefined();
    expect(await worker.alerts.get('late')).toBeUndefined();
    const theirLate = buildDigest({ id: 'late', subscriptionId: 'kept of T2' });
    expect(await worker.digests.add(theirLate)).toBe(true);
    expect(await recall(worker, 'T2')).toHaveLength(theirs.length);
  });
}
