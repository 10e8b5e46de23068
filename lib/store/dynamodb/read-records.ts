import type { Adjustment } from '../../classify/model.ts';
import type { Digest } from '../../digest/digest.ts';
import type { AuditEntry, TeamSettings } from '../../jobs/ports.ts';
import type { StoreRecord } from '../../jobs/store-record.ts';
import { listIndexKeys } from '../../stories/sketch.ts';
import { readAlert } from './alerts.ts';
import { readCorrection } from './corrections.ts';
import { readDelivery } from './deliveries.ts';
import type { Condition } from './expression.ts';
import { readWholeFeed } from './feeds.ts';
import { splitKey } from './key.ts';
import { unpack } from './pack.ts';
import { fetchBytes } from './parts.ts';
import { readRevision } from './revisions.ts';
import { keyOfPosting, readSketch } from './sketches.ts';
import { readStory } from './stories.ts';
import { readSubscription } from './subscriptions.ts';
import type { Item, Table } from './table.ts';
import { eventsKept } from './teams.ts';
import { settleItems } from './write-together.ts';

const values = { ':term': 'term#', ':delivery': 'delivery#', ':feed': 'feed#', ':subscription': 'subscription' };
const isPosting = 'begins_with(#pk, :term)';
const isWork = '(begins_with(#sk, :delivery) OR begins_with(#sk, :feed) OR #sk = :subscription)';
const { ':term': term, ...work } = values;

/** Sketches come after the articles that they are of, and last what sets work going. */
const passes: readonly Condition[] = [
  { expression: `NOT ${isPosting} AND NOT ${isWork}`, values },
  { expression: isPosting, values: { ':term': term } },
  { expression: isWork, values: work },
];

/**
 * Every record of a table, by reading the whole of it once for each pass and once more before. Items of one partition come together and
 * in the order of their sort keys, as they are stored
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.Partitions.html). What is written meanwhile may be missing.
 */
export async function* readRecords(
  table: Table,
  scan: (filter: Condition) => AsyncIterable<Item[]>,
): AsyncGenerator<StoreRecord> {
  // What a writer that died was at is finished or taken back first: it may change items that a pass has gone by.
  for await (const items of scan({ expression: 'attribute_exists(#staged)' })) await settleItems(table, items);
  for (const pass of passes) {
    for await (const items of scan(pass)) {
      for (const item of items) {
        const record = await readRecord(table, item);
        if (record) yield record;
      }
    }
  }
}

/** What an item holds; `undefined` for one that only leads to others. */
async function readRecord(table: Table, item: Item): Promise<StoreRecord | undefined> {
  const [partition = '', id = ''] = splitKey(item.pk);
  const [sort = ''] = splitKey(item.sk);
  switch (partition) {
    case 'event':
      return { kind: 'event', id, at: readEventTime(item) };
    case 'article':
      return { kind: 'revision', value: readRevision(item) };
    case 'story':
      return item.into === undefined
        ? { kind: 'story', value: readStory(item) }
        : { kind: 'absorbed', id, into: String(item.into) };
    case 'term':
      return readPosting(item);
    case 'digest':
      return sort === 'head' ? readDigest(table, item) : undefined;
    case 'subscription':
      return readOfSubscription(sort, id, item);
    case 'team':
      return readOfTeam(table, sort, id, item);
    case 'feed':
      return readFeedRecord(table, item);
    default:
      return undefined;
  }
}

async function readFeedRecord(table: Table, item: Item): Promise<StoreRecord> {
  return { kind: 'feed', value: await readWholeFeed(table, item), ...readLease(item) };
}

/** A claim says when it is forgotten, which tells when it was made, to the second. */
function readEventTime({ expiresAt }: Item): Date {
  return new Date(Number(expiresAt) * 1000 - eventsKept);
}

/** Each key of a sketch leads to the whole of it; it is told once. */
function readPosting(item: Item): StoreRecord | undefined {
  const value = readSketch(item.sketch as Uint8Array);
  const [first = 0] = listIndexKeys(value);
  return keyOfPosting(first, value.at, value.articleId).pk === item.pk ? { kind: 'sketch', value } : undefined;
}

async function readDigest(table: Table, item: Item): Promise<StoreRecord | undefined> {
  const packed = await fetchBytes(table, item.pk, item);
  return packed && { kind: 'digest', value: unpack<Digest>(packed) };
}

function readOfSubscription(sort: string, id: string, item: Item): StoreRecord | undefined {
  switch (sort) {
    case 'owner':
      return { kind: 'owner', subscriptionId: id, ...(item.team === undefined ? {} : { team: String(item.team) }) };
    case 'alert':
      return { kind: 'alert', value: readAlert(item) };
    case 'delivery':
      return { kind: 'delivery', value: readDelivery(item) };
    case 'subscription':
      return { kind: 'subscription', value: readSubscription(item), ...readLease(item) };
    default:
      return undefined;
  }
}

async function readOfTeam(table: Table, sort: string, team: string, item: Item): Promise<StoreRecord | undefined> {
  switch (sort) {
    case 'installation':
      return { kind: 'installation', team, sealed: String(item.sealed) };
    case 'settings':
      return { kind: 'settings', value: unpack<TeamSettings>(item.body) };
    case 'audit':
      return { kind: 'audit', value: unpack<AuditEntry>(item.body) };
    case 'correction':
      return { kind: 'correction', value: readCorrection(item) };
    case 'adjustment': {
      const packed = await fetchBytes(table, item.pk, item);
      return packed && { kind: 'adjustment', team, value: unpack<Adjustment>(packed, JSON.parse) };
    }
    case 'delivery':
      return { kind: 'delivery', value: readDelivery(item) };
    default:
      return undefined;
  }
}

function readLease({ leaseUntil }: Item): { leaseUntil?: Date } {
  return typeof leaseUntil === 'string' ? { leaseUntil: new Date(leaseUntil) } : {};
}
