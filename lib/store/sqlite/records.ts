import type { DatabaseSync } from 'node:sqlite';
import { FaultlineError } from '../../errors.ts';
import type { RecordKind, RecordStore, StoreRecord } from '../../jobs/store-record.ts';
import { readArticle, readJson, writeJson } from '../../json.ts';
import { prepareRevisionWriter } from './articles.ts';
import { openDatabase } from './database.ts';
import { readyAt } from './deliveries.ts';
import { prepareSketchWriter, readSketch } from './sketches.ts';

type Row = Record<string, unknown>;
type Written<Kind extends RecordKind> = Extract<StoreRecord, { kind: Kind }>;
type Writers = { [Kind in RecordKind]: (record: Written<Kind>) => unknown };

/**
 * All that one SQLite file holds, as one moment has it. An export is written in one transaction: what is cut off leaves nothing.
 * @param file a path
 * @throws FaultlineError as `openDatabase` does
 */
export function createSqliteRecordStore(file: string): RecordStore {
  const database = openDatabase(file);
  return {
    async *readAll() {
      // A read transaction sees what was committed when it began, whatever others write meanwhile.
      database.exec('BEGIN');
      try {
        for (const { sql, read } of readers) for (const row of database.prepare(sql).iterate()) yield read(row);
      } finally {
        database.exec('ROLLBACK');
      }
    },
    async writeAll(_exportId, records) {
      database.exec('BEGIN IMMEDIATE');
      try {
        if (!isEmpty(database)) throw new FaultlineError('store-not-empty', { store: file });
        const writers = prepareWriters(database);
        for await (const record of records) write(writers, record);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

const tables = [
  'feed',
  'revision',
  'story',
  'absorbed_story',
  'sketch',
  'digest',
  'correction',
  'adjustment',
  'subscription',
  'subscription_owner',
  'delivery',
  'alert',
  'team_settings',
  'audit_entry',
  'installation',
  'claimed_event',
] as const;

function isEmpty(database: DatabaseSync): boolean {
  return tables.every((table) => !database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get());
}

/** What sets work going comes last, so that what a reader of half an export has does nothing yet. */
const readers: readonly { sql: string; read(row: Row): StoreRecord }[] = [
  {
    sql: 'SELECT id, at FROM claimed_event ORDER BY id',
    read: ({ id, at }) => ({ kind: 'event', id: String(id), at: new Date(Number(at)) }),
  },
  {
    sql: 'SELECT subscription_id, team FROM subscription_owner ORDER BY subscription_id',
    read: ({ subscription_id, team }) => ({
      kind: 'owner',
      subscriptionId: String(subscription_id),
      ...(team === null ? {} : { team: String(team) }),
    }),
  },
  {
    sql: 'SELECT team, sealed FROM installation ORDER BY team',
    read: ({ team, sealed }) => ({ kind: 'installation', team: String(team), sealed: String(sealed) }),
  },
  { sql: 'SELECT body FROM team_settings ORDER BY team', read: readBody('settings') },
  { sql: 'SELECT body FROM audit_entry ORDER BY id', read: readBody('audit') },
  { sql: 'SELECT body FROM correction ORDER BY id', read: readBody('correction') },
  {
    sql: 'SELECT team, body FROM adjustment ORDER BY team',
    read: ({ team, body }) => ({ kind: 'adjustment', team: String(team), value: JSON.parse(String(body)) }),
  },
  {
    // Those of one article together: a store may have to tell the last from the others.
    sql: 'SELECT body FROM revision ORDER BY article_id, revision',
    read: ({ body }) => ({ kind: 'revision', value: readArticle(body) }),
  },
  { sql: 'SELECT body FROM story ORDER BY id', read: readBody('story') },
  {
    sql: 'SELECT id, story_id FROM absorbed_story ORDER BY seq',
    read: ({ id, story_id }) => ({ kind: 'absorbed', id: String(id), into: String(story_id) }),
  },
  { sql: 'SELECT * FROM sketch ORDER BY id', read: (row) => ({ kind: 'sketch', value: readSketch(row) }) },
  { sql: 'SELECT body FROM digest ORDER BY id', read: readBody('digest') },
  { sql: 'SELECT body FROM alert ORDER BY id', read: readBody('alert') },
  { sql: 'SELECT body FROM delivery ORDER BY id', read: readBody('delivery') },
  { sql: 'SELECT body, lease_until FROM subscription ORDER BY id', read: readLeased('subscription') },
  { sql: 'SELECT body, lease_until FROM feed ORDER BY id', read: readLeased('feed') },
];

function readBody<Kind extends 'settings' | 'audit' | 'correction' | 'story' | 'digest' | 'alert' | 'delivery'>(
  kind: Kind,
): (row: Row) => StoreRecord {
  return ({ body }) => ({ kind, value: readJson<Written<Kind>['value']>(body) }) as Written<Kind>;
}

function readLeased<Kind extends 'subscription' | 'feed'>(kind: Kind): (row: Row) => StoreRecord {
  return ({ body, lease_until }) =>
    ({
      kind,
      value: readJson<Written<Kind>['value']>(body),
      ...(Number(lease_until) > 0 ? { leaseUntil: new Date(Number(lease_until)) } : {}),
    }) as Written<Kind>;
}

function write<Kind extends RecordKind>(writers: Writers, record: Written<Kind>): void {
  (writers[record.kind] as Writers[Kind])(record);
}

function prepareWriters(database: DatabaseSync): Writers {
  const insert = (table: string, columns: string) =>
    database.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.replace(/\w+/g, '?')})`);
  const event = insert('claimed_event', 'id, at');
  const owner = insert('subscription_owner', 'subscription_id, team');
  const installation = insert('installation', 'team, sealed');
  const settings = insert('team_settings', 'team, body');
  const audit = insert('audit_entry', 'team, at, body');
  const correction = insert('correction', 'team, body');
  const adjustment = insert('adjustment', 'team, body');
  const story = insert('story', 'id, updated_at, version, body');
  const absorbed = insert('absorbed_story', 'id, story_id');
  const digest = insert('digest', 'id, subscription_id, ended_at, body');
  const alert = insert('alert', 'id, team, subscription_id, closed, raised_at, version, body');
  const delivery = insert('delivery', 'id, team, subscription_id, created_at, ready_at, version, body');
  const subscription = insert(
    'subscription',
    'id, team, channel, created_at, paused, next_at, lease_until, version, body',
  );
  const feed = insert('feed', 'id, title, enabled, next_poll_at, lease_until, body');
  const writeRevision = prepareRevisionWriter(database);
  const writeSketch = prepareSketchWriter(database);
  return {
    event: ({ id, at }) => event.run(id, at.getTime()),
    owner: ({ subscriptionId, team = null }) => owner.run(subscriptionId, team),
    installation: ({ team, sealed }) => installation.run(team, sealed),
    settings: ({ value }) => settings.run(value.team, writeJson(value)),
    audit: ({ value }) => audit.run(value.team, value.at.getTime(), writeJson(value)),
    correction: ({ value }) => correction.run(value.team, writeJson(value)),
    adjustment: ({ team, value }) => adjustment.run(team, writeJson(value)),
    revision({ value }) {
      if (!writeRevision(value)) throw new Error(`revision ${value.revision} of article ${value.id} came before`);
    },
    story: ({ value }) => story.run(value.id, value.updatedAt.getTime(), value.version, writeJson(value)),
    absorbed: ({ id, into }) => absorbed.run(id, into),
    sketch: ({ value }) => writeSketch(value),
    digest: ({ value }) => digest.run(value.id, value.subscriptionId, value.to.getTime(), writeJson(value)),
    alert: ({ value: { id, team, subscriptionId, state, raisedAt, version }, value }) =>
      alert.run(id, team, subscriptionId, Number(state === 'closed'), raisedAt.getTime(), version, writeJson(value)),
    delivery: ({ value: { id, team, subscriptionId = null, createdAt, version }, value }) =>
      delivery.run(id, team, subscriptionId, createdAt.getTime(), readyAt(value), version, writeJson(value)),
    subscription: ({ value: { id, team, channel, createdAt, paused, nextAt, version }, value, leaseUntil }) =>
      subscription.run(
        id,
        team,
        channel,
        createdAt.getTime(),
        Number(paused !== undefined),
        nextAt.getTime(),
        leaseUntil?.getTime() ?? 0,
        version,
        writeJson(value),
      ),
    feed: ({ value: { id, title, enabled, nextPollAt }, value, leaseUntil }) =>
      feed.run(id, title, Number(enabled), nextPollAt.getTime(), leaseUntil?.getTime() ?? 0, writeJson(value)),
  };
}
