import type { Ages } from './ages.ts';
import { writeTime } from './item.ts';
import { joinKey, shardOf } from './key.ts';
import type { Item, Table } from './table.ts';

/**
 * What happened when, in the index:
 *
 *   pk1 = KIND#DAY#SHARD   sk1 = TIME#ID
 *
 * KIND is `seen` for the revisions of articles and `told` for stories that no article's entry leads to. A day is read from all shards
 * at once and merged: one partition answers 3,000 read units a second, and at half past eight every channel's digest asks for the same.
 *
 *   pk = days   sk = DAY
 *
 * tells which days have entries.
 */
type Kind = 'seen' | 'told';

const shards = 4;
const dayKey = joinKey('days');

export type LogEntry = Item & { sk1: string };

interface LogPeriod {
  /** Entries after this time. */
  from?: Date | undefined;
  /** Entries at this time or before. */
  to?: Date | undefined;
  /** Entries before this one. */
  before?: { at: Date; id: string } | undefined;
}

/** The keys that put an item into the log. */
export function indexLog(kind: Kind, at: Date, id: string): { pk1: string; sk1: string } {
  return { pk1: partitionOf(kind, dayOf(at), shardOf(id, shards)), sk1: joinKey(writeTime(at), id) };
}

/** When an entry was made. */
export function timeOf({ sk1 }: LogEntry): Date {
  return new Date(sk1.slice(0, sk1.indexOf('#')));
}

/** Notes the days of entries that are about to be written: each once a process, for what it costs. */
export function createDayBook(table: Table, ages: Ages): (times: readonly Date[]) => Promise<void> {
  const noted = new Set<string>();
  return async (times) => {
    const days = new Map(times.map((time) => [dayOf(time), time]));
    const fresh = [...days].filter(([day]) => !noted.has(day));
    if (fresh.length === 0) return;
    await table.putMany(fresh.map(([day, time]) => ({ pk: dayKey, sk: day, ...ages.withArticles(endOf(time)) })));
    for (const [day] of fresh) noted.add(day);
  };
}

/**
 * The entries of a period, newest first, in portions.
 * @param size entries that are likely wanted: what one shard is asked for at a time follows from it
 */
export async function* readLog(
  table: Table,
  kinds: readonly Kind[],
  period: LogPeriod,
  size: number,
): AsyncGenerator<LogEntry[]> {
  const { from, before } = period;
  const cursor = before && joinKey(writeTime(before.at), before.id);
  // Ids follow the time and a `#`, which `$` comes after.
  const low = from ? `${writeTime(from)}$` : '0';
  const high = earlier(cursor, period.to && `${writeTime(period.to)}$`) ?? ':';
  if (low > high) return;
  const limit = Math.ceil(size / shards) + 8;
  for await (const days of table.query({
    pk: dayKey,
    sk: {
      expression: '#sk BETWEEN :first AND :last',
      values: { ':first': low.slice(0, 10), ':last': high.slice(0, 10) },
    },
    backwards: true,
  })) {
    for (const { sk: day } of days) {
      const pages = kinds.flatMap((kind) =>
        Array.from({ length: shards }, (_, shard) =>
          table.query({
            pk: partitionOf(kind, day, shard),
            index: true,
            sk: { expression: '#sk1 BETWEEN :low AND :high', values: { ':low': low, ':high': high } },
            backwards: true,
            limit,
          }),
        ),
      );
      for await (const entries of mergeNewestFirst(pages)) {
        yield cursor ? entries.filter(({ sk1 }) => sk1 < cursor) : entries;
      }
    }
  }
}

/** Portions that are sorted in themselves and follow each other, of pages that each are. */
async function* mergeNewestFirst(pages: readonly AsyncGenerator<Item[]>[]): AsyncGenerator<LogEntry[]> {
  const sources = pages.map((source) => ({ source, left: [] as LogEntry[], isDone: false }));
  for (;;) {
    await Promise.all(
      sources.map(async (one) => {
        while (one.left.length === 0 && !one.isDone) {
          const { value, done } = await one.source.next();
          one.isDone = done === true;
          one.left = (value ?? []) as LogEntry[];
        }
      }),
    );
    // What is older than the last that a source has given so far may have others of that source before it.
    const limit =
      sources
        .flatMap(({ left, isDone }) => (isDone ? [] : (left.at(-1)?.sk1 ?? [])))
        .sort()
        .at(-1) ?? '';
    const portion: LogEntry[] = [];
    for (const one of sources) {
      const cut = one.left.findIndex(({ sk1 }) => sk1 < limit);
      portion.push(...(cut === -1 ? one.left.splice(0) : one.left.splice(0, cut)));
    }
    if (portion.length === 0) return;
    yield portion.sort((a, b) => (a.sk1 < b.sk1 ? 1 : -1));
  }
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

function partitionOf(kind: Kind, day: string, shard: number): string {
  return joinKey(kind, day, String(shard));
}

function dayOf(time: Date): string {
  return writeTime(time).slice(0, 10);
}

/** A day's note must not go before the last of its entries. */
function endOf(time: Date): Date {
  return new Date(Date.parse(dayOf(time)) + 86_400_000);
}
