import { identify } from '../../article.ts';
import type { Feed } from '../../feeds/feed.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { FeedStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { writeTime } from './item.ts';
import { joinKey, type Key, shardOf } from './key.ts';
import { pack, unpack } from './pack.ts';
import { type Item, isNew, type Table } from './table.ts';

/**
 *   pk = feed#SHARD      sk = feed#ID   a feed, its members as attributes; leaseUntil while somebody polls it
 *   pk = learned#SHARD   sk = feed#ID   what polls learned of it, packed; learnedPrint of the feed tells whether it changed
 *
 * A write is paid for by the KB: apart, a claim writes one, its end another, and a third only where something was learned.
 *
 * There is no index of what is due: each poll would write to it twice, where reading every feed costs little. 500 feeds are 230 to
 * 300 KB, 30 read units; asked every five minutes that is 0.03 USD a month, where an index would add 720,000 writes, 0.45 USD. Both
 * grow with the number of feeds, so that an index never pays by price; by time it does from about 50,000 feeds, which take seconds to
 * read. A shard takes a thousand writes a second, and each poll is two or three.
 */
const shards = 8;

/** Attributes that are no members of a feed. */
const own = new Set(['pk', 'sk', 'leaseUntil', 'learnedPrint']);
/** Long and changed by polls alone. */
const learnedMembers = ['rhythm', 'health', 'harvest', 'wishes', 'marks'] as const;
type Learned = Pick<Feed, (typeof learnedMembers)[number]>;

export function createFeedStore(table: Table): FeedStore {
  async function readAll(consistent: boolean, filter?: { expression: string; values: Record<string, unknown> }) {
    const parts = Array.from({ length: shards }, (_, shard) =>
      table.queryAll({ pk: joinKey('feed', String(shard)), consistent, ...(filter ? { filter } : {}) }),
    );
    return (await Promise.all(parts)).flat();
  }

  /** Free of a lease that still runs. */
  const isFree = 'attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now';
  const isDue = `#enabled = :yes AND #nextPollAt <= :now AND (${isFree})`;
  const atTime = (now: Date) => ({ ':now': writeTime(now) });

  async function claim(id: string, leaseUntil: Date, expression: string, values: Record<string, unknown>) {
    const set = { leaseUntil: writeTime(leaseUntil) };
    return table.update(keyOf(id), { set }, { expression, values });
  }

  /**
   * Feeds whole, in their order. What was learned may be a moment behind, which is as if the last poll had not been; polls are
   * minutes apart.
   */
  async function complete(items: readonly Item[]): Promise<Feed[]> {
    const learned = await table.getMany(items.filter(hasLearned).map(({ sk }) => learnedKeyOf(sk)));
    const bySort = new Map(learned.map((one) => [one.sk, one]));
    return items.map((item) => readFeed(item, bySort.get(item.sk)));
  }

  return {
    async list(page) {
      const limit = limitOf(page);
      const after = readCursor(page, '');
      const items = (await readAll(true)).sort((a, b) => compare(placeOf(a), placeOf(b)));
      const rest = after ? items.filter((item) => compare(placeOf(item), after) > 0) : items;
      const cut = createPage(rest, limit, (item) => item, placeOf);
      return { ...cut, items: await complete(cut.items) };
    },
    async get(id) {
      const item = await table.get(keyOf(id), true);
      return item && (await complete([item]))[0];
    },
    async add(feed) {
      const { item, learned } = writeFeed(feed);
      if (!learned) return table.put(item, isNew);
      return table.transact([
        { kind: 'put', item, condition: isNew },
        { kind: 'put', item: learned },
      ]);
    },
    async tune(id, changes) {
      const set = writeMembers(changes);
      if (Object.keys(set).length === 0) return (await table.get(keyOf(id))) !== undefined;
      // What a poll learns meanwhile stands in other members, and is not undone.
      return (await table.update(keyOf(id), { set })) !== undefined;
    },
    async remove(id) {
      const key = keyOf(id);
      const removed = await table.remove(key);
      if (removed && hasLearned(removed)) await table.remove(learnedKeyOf(key.sk));
      return removed !== undefined;
    },
    async claimDue(now, leaseUntil, limit) {
      const values = { ...atTime(now), ':yes': true };
      const due = (await readAll(false, { expression: isDue, values })).sort((a, b) =>
        compare([String(a.nextPollAt), a.sk], [String(b.nextPollAt), b.sk]),
      );
      const claimed: Item[] = [];
      for (let i = 0; i < due.length && claimed.length < limit; ) {
        const tried = due.slice(i, i + limit - claimed.length);
        i += tried.length;
        const outcomes = await Promise.all(tried.map(({ id }) => claim(String(id), leaseUntil, isDue, values)));
        claimed.push(...outcomes.filter((item) => item !== undefined));
      }
      return complete(claimed);
    },
    async claim(ids, now, leaseUntil) {
      const claims = [...new Set(ids)].map((id) => claim(id, leaseUntil, isFree, atTime(now)));
      return complete((await Promise.all(claims)).filter((item) => item !== undefined));
    },
    async settle(feed, leaseUntil) {
      const { url, enabled, etag, lastModified, nextPollAt, failures, lastError, lastSuccessAt } = feed;
      const { learned, learnedPrint } = writeLearned(feed);
      // What people tune while the poll runs is kept: the poll writes back only what a poll can learn.
      const set = {
        url,
        ...(enabled ? {} : { enabled }),
        etag,
        lastModified,
        nextPollAt: writeTime(nextPollAt),
        failures,
        lastError,
        lastSuccessAt: lastSuccessAt && writeTime(lastSuccessAt),
        learnedPrint,
        leaseUntil: undefined,
      };
      const values = { ':lease': writeTime(leaseUntil) };
      const before = await table.update(keyOf(feed.id), { set }, { expression: '#leaseUntil = :lease', values });
      if (!before) return false;
      // Whoever is stopped here has learned nothing from this poll; the next learns it instead.
      if (learned && before.learnedPrint !== learnedPrint) await table.put(learned);
      return true;
    },
  };
}

function keyOf(id: string): Key {
  return { pk: joinKey('feed', String(shardOf(id, shards))), sk: joinKey('feed', id) };
}

function learnedKeyOf(sort: string): Key {
  return { pk: joinKey('learned', String(shardOf(sort, shards))), sk: sort };
}

/** What is stated of a feed, its times as texts. */
function writeMembers(feed: Partial<Feed>): Record<string, unknown> {
  return JSON.parse(writeJson(feed)) as Record<string, unknown>;
}

function writeFeed(feed: Feed): { item: Item; learned?: Item } {
  const members = Object.entries(writeMembers(feed)).filter(([name]) => !isLearned(name));
  const { learned, learnedPrint } = writeLearned(feed);
  return {
    item: { ...keyOf(feed.id), ...Object.fromEntries(members), learnedPrint },
    ...(learned ? { learned } : {}),
  };
}

function writeLearned(feed: Feed): { learned?: Item; learnedPrint?: string } {
  const stated = learnedMembers.flatMap((name) => (feed[name] === undefined ? [] : [[name, feed[name]] as const]));
  if (stated.length === 0) return {};
  const value = Object.fromEntries(stated);
  return {
    learned: { ...learnedKeyOf(keyOf(feed.id).sk), body: pack(value) },
    learnedPrint: identify(writeJson(value)),
  };
}

function isLearned(name: string): boolean {
  return learnedMembers.some((member) => member === name);
}

/** What another feed of the same address left behind, which was removed, is not this one's. */
function hasLearned({ learnedPrint }: Item): boolean {
  return learnedPrint !== undefined;
}

function readFeed(item: Item, learned: Item | undefined): Feed {
  const members = Object.fromEntries(Object.entries(item).filter(([name]) => !own.has(name)));
  return { ...readJson<Feed>(writeJson(members)), ...(learned ? unpack<Learned>(learned.body) : {}) };
}

/** A feed as it is stored, with what was learned of it. */
export async function readWholeFeed(table: Table, item: Item): Promise<Feed> {
  return readFeed(item, hasLearned(item) ? await table.get(learnedKeyOf(item.sk), true) : undefined);
}

function placeOf({ title, id }: Item): [title: string, id: string] {
  return [String(title), String(id)];
}

type Place = readonly [title: string, id: string, more?: number];

function compare([title, id]: Place, [otherTitle, otherId]: Place): number {
  if (title !== otherTitle) return title < otherTitle ? -1 : 1;
  return id === otherId ? 0 : id < otherId ? -1 : 1;
}
