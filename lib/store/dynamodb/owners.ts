import pMap from 'p-map';
import { joinKey, type Key } from './key.ts';
import type { Item, Table, Write } from './table.ts';

/**
 * Whose each subscription is, or was before it was removed. All that one leaves behind lies in its partition, and all that a workspace
 * has in the workspace's, so that forgetting it reads these and nothing else.
 *
 *   pk = subscription#ID   sk = owner            team: whose it is; none where that workspace was forgotten
 *                          sk = subscription     subscriptions.ts
 *                          sk = delivery#…       deliveries.ts, for each a partition `delivery#ID` that tells where it lies
 *                          sk = alert#…          alerts.ts, likewise
 *                          sk = digest#…         digests.ts, for each a partition `digest#ID`
 *   pk = team#TEAM         sk = owner#ID         id: a subscription that it has or had
 *                          sk = delivery#…       notices; and settings, corrections …
 *
 * An item whose `own` names a partition is the only way to it: `forgetTeam` deletes that partition first and then the item, so that
 * it can be stopped anywhere and run again.
 */
const ownerSort = 'owner';
/** Items of a workspace that are looked at at a time. */
const forgetPage = 200;
/** Partitions that are emptied side by side. */
const concurrency = 8;

export function partitionOfSubscription(subscriptionId: string): string {
  return joinKey('subscription', subscriptionId);
}

export function partitionOfTeam(team: string): string {
  return joinKey('team', team);
}

/**
 * To be put into the transaction that adds anything for a subscription: it is refused where its workspace was forgotten, which keeps
 * a worker that was under way meanwhile from leaving anything of the workspace behind.
 */
export function refuseForgotten(subscriptionId: string): Write {
  return {
    kind: 'check',
    key: { pk: partitionOfSubscription(subscriptionId), sk: ownerSort },
    condition: { expression: 'attribute_not_exists(#pk) OR attribute_exists(#team)' },
  };
}

/** Keeps whose a subscription is, for longer than the subscription lasts: what it leaves behind goes with the workspace. */
export function writeOwner(subscriptionId: string, team: string): Write[] {
  return [
    { kind: 'put', item: { pk: partitionOfSubscription(subscriptionId), sk: ownerSort, team } },
    { kind: 'put', item: { ...entryOf(subscriptionId, team), id: subscriptionId } },
  ];
}

/**
 * Keeps whose a digest of the command line is, whose subscription id is `cli:TEAM:QUERY` and which nobody subscribed to. To be called
 * before the digest is added. Both may hold colons: it is found under each name that the workspace may have.
 */
export async function notePrinted(table: Table, subscriptionId: string): Promise<void> {
  if (!subscriptionId.startsWith('cli:')) return;
  const words = subscriptionId.split(':').slice(1);
  const teams = words.slice(1).map((_, i) => words.slice(0, i + 1).join(':'));
  await table.putMany(teams.map((team) => ({ ...entryOf(subscriptionId, team), id: subscriptionId, isPrinted: true })));
}

/** Deletes all that belongs to a workspace, page by page. What was stopped half-way is finished by the next call. */
export async function forgetTeam(table: Table, team: string): Promise<void> {
  const pk = partitionOfTeam(team);
  for (;;) {
    const page = await table.queryAll({ pk, consistent: true }, forgetPage);
    if (page.length === 0) return;
    await pMap(page.filter(isOwner), (entry) => forgetSubscription(table, team, entry), { concurrency });
    await removeAll(table, page);
  }
}

function isOwner({ sk }: Item): boolean {
  return sk.startsWith(`${ownerSort}#`);
}

/** Refuses what is still under way for a subscription, then deletes what it left behind. */
async function forgetSubscription(table: Table, team: string, { id, isPrinted }: Item): Promise<void> {
  const pk = partitionOfSubscription(String(id));
  if (!isPrinted) {
    const forgotten = await table.update(
      { pk, sk: ownerSort },
      { remove: ['team'] },
      { expression: '#team = :team OR attribute_not_exists(#team)', values: { ':team': team } },
    );
    // Another workspace has it by now.
    if (!forgotten) return;
  }
  for await (const page of table.query({ pk, consistent: true }))
    await removeAll(
      table,
      page.filter(({ sk }) => sk !== ownerSort),
    );
}

/** Deletes items, and before them the partitions that only they lead to. */
async function removeAll(table: Table, items: readonly Item[]): Promise<void> {
  const led = items.flatMap(({ own }) => (typeof own === 'string' ? [own] : []));
  const inside = await pMap(led, (pk) => table.queryAll({ pk, consistent: true }), { concurrency });
  await table.removeMany(inside.flat());
  await table.removeMany(items);
}

function entryOf(subscriptionId: string, team: string): Key {
  return { pk: partitionOfTeam(team), sk: joinKey(ownerSort, subscriptionId) };
}
