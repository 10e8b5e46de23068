import type { Feed } from '../../feeds/feed.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { FeedStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { writeTime } from './item.ts';
import { joinKey, type Key, shardOf } from './key.ts';
import { type Item, isNew, type Table } from './table.ts';

/**
 *   pk = feed#SHARD   sk = feed#ID   a feed, its members as attributes; leaseUntil while somebody polls it
 *
 * There is no index of what is due: each poll would write to it twice, where reading every feed costs little. 500 feeds are 230 to
 * 300 KB, 30 read units; asked every five minutes that is 0.03 USD a month, where an index would add 720,000 writes, 0.45 USD. Both
 * grow with the number of feeds, so that an index never pays by price; by time it does from about 50,000 feeds, which take seconds to
 * read. A shard takes a thousand writes a second, and each poll is two: the claim and its end.
 */
const shards = 8;

/** Attributes that are no members of a feed. */
const own = new Set(['pk', 'sk', 'leaseUntil']);

export function createFeedStore(table: Table): FeedStore {
  async function readAll(consistent: boolean, filter?: { expression: string; values: Record<string, unknown> }) {
    const parts = Array.from({ length: shards }, (_, shard) =>
      table.queryAll({ pk: joinKey('feed', String(shard)), consistent, ...(filter ? { filter } : {}) }),
    );
    return (await Promise.all(parts)).flat().map(readFeed);
  }

  /** Free of a lease that still runs. */
  const isFree = 'attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now';
  const isDue = `#enabled = :yes AND #nextPollAt <= :now AND (${isFree})`;
  const atTime = (now: Date) => ({ ':now': writeTime(now) });

  async function claim(id: string, leaseUntil: Date, expression: string, values: Record<string, unknown>) {
    const set = { leaseUntil: writeTime(leaseUntil) };
    const before = await table.update(keyOf(id), { set }, { expression, values });
    return before && readFeed(before);
  }

  return {
    async list(page) {
      const limit = limitOf(page);
      const after = readCursor(page, '');
      const feeds = (await readAll(true)).sort((a, b) => compare([a.title, a.id], [b.title, b.id]));
      const rest = after ? feeds.filter(({ title, id }) => compare([title, id], after) > 0) : feeds;
      return createPage(
        rest,
        limit,
        (feed) => feed,
        ({ title, id }) => [title, id],
      );
    },
    async get(id) {
      const item = await table.get(keyOf(id), true);
      return item && readFeed(item);
    },
    async add(feed) {
      return table.put({ ...keyOf(feed.id), ...writeMembers(feed) }, isNew);
    },
    async tune(id, changes) {
      const set = writeMembers(changes);
      if (Object.keys(set).length === 0) return (await table.get(keyOf(id))) !== undefined;
      // What a poll learns meanwhile stands in other members, and is not undone.
      return (await table.update(keyOf(id), { set })) !== undefined;
    },
    async remove(id) {
      return (await table.remove(keyOf(id))) !== undefined;
    },
    async claimDue(now, leaseUntil, limit) {
      const values = { ...atTime(now), ':yes': true };
      const due = (await readAll(false, { expression: isDue, values })).sort(
        (a, b) => a.nextPollAt.getTime() - b.nextPollAt.getTime() || (a.id < b.id ? -1 : 1),
      );
      const claimed: Feed[] = [];
      for (let i = 0; i < due.length && claimed.length < limit; ) {
        const tried = due.slice(i, i + limit - claimed.length);
        i += tried.length;
        const outcomes = await Promise.all(tried.map(({ id }) => claim(id, leaseUntil, isDue, values)));
        claimed.push(...outcomes.filter((feed) => feed !== undefined));
      }
      return claimed;
    },
    async claim(ids, now, leaseUntil) {
      const claims = [...new Set(ids)].map((id) => claim(id, leaseUntil, isFree, atTime(now)));
      return (await Promise.all(claims)).filter((feed) => feed !== undefined);
    },
    async settle(feed, leaseUntil) {
      const { url, enabled, etag, lastModified, nextPollAt, failures, lastError, lastSuccessAt } = feed;
      const { rhythm, health, harvest, wishes, marks } = feed;
      // What people tune while the poll runs is kept: the poll writes back only what a poll can learn.
      const learned = {
        url,
        ...(enabled ? {} : { enabled }),
        etag,
        lastModified,
        nextPollAt: writeTime(nextPollAt),
        failures,
        lastError,
        lastSuccessAt: lastSuccessAt && writeTime(lastSuccessAt),
        rhythm: writeMember(rhythm),
        health: writeMember(health),
        harvest: writeMember(harvest),
        wishes: writeMember(wishes),
        marks: writeMember(marks),
      };
      const set = { ...learned, leaseUntil: undefined };
      const values = { ':lease': writeTime(leaseUntil) };
      return (
        (await table.update(keyOf(feed.id), { set }, { expression: '#leaseUntil = :lease', values })) !== undefined
      );
    },
  };
}

function keyOf(id: string): Key {
  return { pk: joinKey('feed', String(shardOf(id, shards))), sk: joinKey('feed', id) };
}

/** What is stated of a feed, its times as texts. */
function writeMembers(feed: Partial<Feed>): Record<string, unknown> {
  return JSON.parse(writeJson(feed)) as Record<string, unknown>;
}

/** A nested member, its times as texts. */
function writeMember(value: object | undefined): unknown {
  return value && JSON.parse(writeJson(value));
}

export function readFeed(item: Item): Feed {
  return readJson<Feed>(writeJson(Object.fromEntries(Object.entries(item).filter(([name]) => !own.has(name)))));
}

type Place = readonly [title: string, id: string, more?: number];

function compare([title, id]: Place, [otherTitle, otherId]: Place): number {
  if (title !== otherTitle) return title < otherTitle ? -1 : 1;
  return id === otherId ? 0 : id < otherId ? -1 : 1;
}
