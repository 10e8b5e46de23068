import { writeTime } from './item.ts';
import { joinKey, shardOf } from './key.ts';
import type { Item, Table } from './table.ts';

/**
 * What is due lies in the index, in a few partitions each sorted by time, and only while somebody may take it some day: asking when
 * nothing is due costs half a read unit a shard. A claim moves the entry to the end of its lease, so that nobody reads what is taken,
 * and whoever asks after that finds it again.
 *
 *   pk1 = due-KIND#SHARD   sk1 = READY#ID
 */
const shards = 4;

/** The keys of the index for what is ready at a time; of what is never, that it has none. */
export function indexDue(kind: string, id: string, ready: Date | undefined) {
  return {
    pk1: ready && partitionOf(kind, shardOf(id, shards)),
    sk1: ready && joinKey(writeTime(ready), id),
  };
}

/** The index key of the same thing at another time. */
export function moveDue(sk1: string, ready: Date): string {
  return writeTime(ready) + sk1.slice(sk1.indexOf('#'));
}

/**
 * Takes what is ready at a time, longest ready first, until there is enough. Others claim at the same time: what they were quicker to
 * take is passed over, and the next is tried instead.
 * @param claim takes one whose index key is still `sk1`; `undefined` where it is not
 */
export async function claimReady<T>(
  table: Table,
  kind: string,
  now: Date,
  limit: number,
  claim: (entry: Item & { sk1: string }) => Promise<T | undefined>,
): Promise<T[]> {
  const claimed: T[] = [];
  for await (const entries of findReady(table, kind, now, limit)) {
    for (let i = 0; i < entries.length && claimed.length < limit; ) {
      const tried = entries.slice(i, i + limit - claimed.length);
      i += tried.length;
      const outcomes = await Promise.all(tried.map(claim));
      claimed.push(...outcomes.filter((one) => one !== undefined));
    }
    if (claimed.length >= limit) return claimed;
  }
  return claimed;
}

/** Entries of all shards that are ready, longest first, so many from each at a time. */
async function* findReady(
  table: Table,
  kind: string,
  now: Date,
  limit: number,
): AsyncGenerator<(Item & { sk1: string })[]> {
  const pages = Array.from({ length: shards }, (_, shard) =>
    table.query({
      pk: partitionOf(kind, shard),
      index: true,
      // Ids follow the time and a `#`, which `$` comes after.
      sk: { expression: '#sk1 < :ready', values: { ':ready': `${writeTime(now)}$` } },
      limit,
    }),
  );
  for (;;) {
    const next = await Promise.all(pages.map((one) => one.next()));
    const entries = next.flatMap(({ value }) => (value ?? []) as (Item & { sk1: string })[]);
    if (next.every(({ done }) => done)) return;
    yield entries.sort((a, b) => (a.sk1 < b.sk1 ? -1 : 1));
  }
}

function partitionOf(kind: string, shard: number): string {
  return joinKey(`due-${kind}`, String(shard));
}

/** Since when the one that waits longest is ready, or from when on the first will be; `undefined` where nothing waits. */
export async function findFirstReady(table: Table, kind: string): Promise<Date | undefined> {
  const firsts = await Promise.all(
    Array.from({ length: shards }, (_, shard) => table.queryAll({ pk: partitionOf(kind, shard), index: true }, 1)),
  );
  const [first] = firsts
    .flat()
    .map(({ sk1 }) => String(sk1))
    .sort();
  return first === undefined ? undefined : new Date(first.slice(0, first.indexOf('#')));
}
