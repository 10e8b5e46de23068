import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applicationId, migrations } from '../../lib/store/sqlite/migrations.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildArticle, buildDelivery, buildFeed, buildSubscription, minutesLater } from '../fixtures/builders.ts';
import { buildLoner, farAhead, idsOf, longAgo, placeNew, readPages } from './contract/placing.ts';
import { storeContract } from './contract.ts';
import { type Outcome, runProcesses } from './run-processes.ts';

const root = mkdtempSync(join(tmpdir(), 'faultline-store-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder for each test, and a file in it that is not there yet. */
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'test-'));
  file = join(folder, 'store.sqlite');
});

/** Against hanging only: six processes on a busy machine take their time to start. */
const timeout = 60_000;

let made = 0;
storeContract('SQLite', () => createSqliteStore(join(root, `${++made}.sqlite`)), {
  connect: () => createSqliteStore(join(root, `${made}.sqlite`)),
});

describe('the SQLite file', { timeout }, () => {
  it('is made together with its folders, marked as ours, in write-ahead logging and of the newest version', () => {
    const deep = join(folder, 'not', 'there', 'yet', 'store.sqlite');
    createSqliteStore(deep).close();
    expect(pragma(deep, 'application_id')).toBe(applicationId);
    expect(pragma(deep, 'user_version')).toBe(migrations.length);
    expect(pragma(deep, 'journal_mode')).toBe('wal');
  });

  it('keeps what was written when it is closed and opened again', async () => {
    const first = createSqliteStore(file);
    await first.feeds.add(buildFeed());
    await placeNew(first, buildLoner('a'));
    first.close();
    const second = createSqliteStore(file);
    expect(await second.feeds.get('feed-1')).toStrictEqual(buildFeed());
    expect(idsOf((await second.articles.find({ words: ['airline'] })).items)).toEqual(['a']);
    expect(await second.stories.similar([10], longAgo, farAhead, 1)).toHaveLength(1);
    second.close();
  });

  it('shows one connection at once what another wrote, and lets it read in the middle of a write', async () => {
    const [reader, writer] = [createSqliteStore(file), createSqliteStore(file)];
    await writer.feeds.add(buildFeed());
    expect(await reader.feeds.get('feed-1')).toStrictEqual(buildFeed());
    const busy = new DatabaseSync(file);
    busy.exec('BEGIN IMMEDIATE; DELETE FROM feed;');
    expect(await reader.feeds.get('feed-1')).toStrictEqual(buildFeed());
    busy.exec('ROLLBACK');
    for (const connection of [reader, writer, busy]) connection.close();
  });

  it.each(['', ':memory:'])('may be an empty one, or none at all: "%s"', async (name) => {
    writeFileSync(file, '');
    const store = createSqliteStore(name || file);
    expect(await store.feeds.add(buildFeed())).toBe(true);
    store.close();
  });

  it('is brought up from a version before', () => {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = ${applicationId};`);
    database.close();
    createSqliteStore(file).close();
    expect(pragma(file, 'user_version')).toBe(migrations.length);
  });

  it('keeps for no longer than a day which events were taken on', async () => {
    const store = createSqliteStore(file);
    for (const id of ['Ev1', 'Ev2']) await store.teams.claimEvent(id, minutesLater(0));
    await store.teams.claimEvent('Ev3', minutesLater(24 * 60));
    expect(await store.teams.claimEvent('Ev1', minutesLater(24 * 60))).toBe(false);
    await store.teams.claimEvent('Ev4', minutesLater(24 * 60 + 1));
    store.close();
    expect(readRows(file, 'SELECT id FROM claimed_event ORDER BY id')).toEqual([{ id: 'Ev3' }, { id: 'Ev4' }]);
  });

  it('takes the next page of another list, or any other text, for the first page', async () => {
    const store = createSqliteStore(file);
    await store.feeds.add(buildFeed());
    await placeNew(store, buildLoner('a'));
    await store.subscriptions.add(buildSubscription());
    await store.teams.audit({ team: 'T1', at: minutesLater(0), by: 'U1', deed: 'subscribed' });
    const texts = ['[{},"id"]', '["title",1]', '[true,"id"]', '[[1],"id",{}]', '{}', 'null', '[]', 'no JSON'];
    for (const after of ['x', '%', ...texts.map((text) => Buffer.from(text).toString('base64url'))]) {
      expect((await store.feeds.list({ after })).items).toHaveLength(1);
      expect((await store.articles.find({}, { after })).items).toHaveLength(1);
      expect((await store.stories.list({ after })).items).toHaveLength(1);
      expect((await store.subscriptions.list('T1', undefined, { after })).items).toHaveLength(1);
      expect((await store.teams.listAudit('T1', { after })).items).toHaveLength(1);
    }
    store.close();
  });
});

describe('a file that is not ours is refused and left as it is:', { timeout }, () => {
  it.each([
    ['a text', 'A letter to the editor.\n'.repeat(50)],
    ['a text of two letters', 'hi'],
    ['a text that begins as SQLite does', 'SQLite format 3\0 is what I write about'],
    ['zeros', '\0'.repeat(8192)],
  ])('%s', (_, content) => {
    writeFileSync(file, content);
    expectRefusal(file, 'store-not-ours');
  });

  it.each(['DELETE', 'WAL'])("another program's database with journal mode %s", (mode) => {
    makeForeign(
      file,
      `PRAGMA journal_mode = ${mode}; CREATE TABLE note (text); INSERT INTO note VALUES ('mine');`,
    ).close();
    expectRefusal(file, 'store-not-ours');
  });

  it("another program's database that is marked but has no table yet", () => {
    makeForeign(file, 'PRAGMA application_id = 42; PRAGMA user_version = 1;').close();
    expectRefusal(file, 'store-not-ours');
  });

  it("another program's database that is open, all its tables still in its write-ahead log", () => {
    const theirs = makeForeign(file, 'PRAGMA journal_mode = WAL; CREATE TABLE note (text);');
    expectRefusal(file, 'store-not-ours');
    expect(theirs.prepare('SELECT count(*) AS n FROM note').get()?.n).toBe(0);
    theirs.close();
  });

  it("another program's database as a crash left it, all its tables still in its write-ahead log", () => {
    const living = join(folder, 'living.sqlite');
    const theirs = makeForeign(living, 'PRAGMA journal_mode = WAL; CREATE TABLE note (text);');
    for (const part of ['', '-wal', '-shm']) copyFileSync(living + part, file + part);
    theirs.close();
    expectRefusal(file, 'store-not-ours');
  });

  it('a store of a newer version', () => {
    createSqliteStore(file).close();
    makeForeign(file, `PRAGMA user_version = ${migrations.length + 1};`).close();
    expectRefusal(file, 'store-newer');
  });

  it('a folder', () => {
    mkdirSync(file);
    expect(refusalOf(file)).toBe('file-unreadable');
    expect(readdirSync(folder)).toEqual(['store.sqlite']);
  });

  it('a path that leads through a file', () => {
    writeFileSync(file, 'text');
    expect(refusalOf(join(file, 'store.sqlite'))).toBe('file-unreadable');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });
});

describe('several processes on one file', { timeout }, () => {
  it('make it at once without harm', async () => {
    const outcomes = await run(...Array<Deed>(6).fill(['open']));
    expect(outcomes.map(({ errors }) => errors)).toEqual(Array(6).fill(''));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill(0));
    expectSound();
  });

  it('lose nothing that either adds to one story at once', async () => {
    const outcomes = await run(['join', 'one', 120], ['join', 'other', 120]);
    expect(outcomes).toEqual(Array(2).fill({ status: 0, signal: null, output: '', errors: '' }));
    const store = createSqliteStore(file);
    const ids = ['one', 'other'].flatMap((name) => Array.from({ length: 120 }, (_, i) => `${name}-${i}`)).sort();
    const story = await store.stories.get('story-1');
    expect(story?.version).toBe(240);
    expect(story?.articles.toSorted()).toEqual(ids);
    expect(idsOf(await readPages((page) => store.articles.find({ words: ['airline'] }, page), 100)).sort()).toEqual(
      ids,
    );
    store.close();
    expectSound();
  });

  it('lose no revision of an article that both revise at once', async () => {
    const before = createSqliteStore(file);
    await placeNew(before, buildArticle());
    before.close();
    const outcomes = await run(['revise', 'one', 120], ['revise', 'other', 120]);
    expect(outcomes).toEqual(Array(2).fill({ status: 0, signal: null, output: '', errors: '' }));
    const store = createSqliteStore(file);
    const revisions = (await store.articles.revisions('article-1')).map(({ revision }) => revision);
    expect(revisions).toEqual(Array.from({ length: 241 }, (_, i) => i + 1));
    store.close();
    expectSound();
  });

  it('undo nothing that the other tunes of the same feed at once', async () => {
    const store = createSqliteStore(file);
    await store.feeds.add(buildFeed());
    const outcomes = await run(['tune', 'title', 300], ['tune', 'siteUrl', 300]);
    expect(outcomes).toEqual(Array(2).fill({ status: 0, signal: null, output: '', errors: '' }));
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed({ title: 'title 299', siteUrl: 'siteUrl 299' }));
    store.close();
  });

  it.each(['feeds', 'subscriptions', 'deliveries'])('never claim the same of the %s', async (name) => {
    const store = createSqliteStore(file);
    const ids = Array.from({ length: 120 }, (_, i) => `due-${i}`).sort();
    for (const [i, id] of ids.entries()) {
      await store.feeds.add(buildFeed({ id, nextPollAt: minutesLater(-i) }));
      await store.subscriptions.add(buildSubscription({ id, nextAt: minutesLater(-i) }));
      await store.deliveries.add(buildDelivery({ id, dueAt: minutesLater(-i) }));
    }
    store.close();
    const outcomes = await run(['claim', name], ['claim', name], ['claim', name]);
    expect(outcomes.map(({ errors }) => errors)).toEqual(['', '', '']);
    const claimed = outcomes.flatMap(({ output }) => output.split('\n').filter(Boolean));
    expect(claimed.sort()).toEqual(ids);
    expectSound();
  });

  it('leave nothing half-written where one is killed in the middle of placing', async () => {
    expect(await run(['place', 'before', 20])).toMatchObject([{ status: 0, output: 'placed\n' }]);
    const before = statSync(file).size;
    const killed = await run(['hang', 'killed', 4000]);
    expect(killed).toEqual([{ status: null, signal: 'SIGKILL', output: 'half way\n', errors: '' }]);
    expect(statSync(`${file}-wal`).size, 'as much was on its way to the disk').toBeGreaterThan(before);

    const store = createSqliteStore(file);
    expect(idsOf((await store.stories.list()).items)).toEqual(['story of before']);
    expect(await readPages((page) => store.articles.find({}, page), 1000)).toHaveLength(20);
    expect(await store.articles.get('killed-0')).toBeUndefined();
    expect(await store.stories.similar([10], longAgo, farAhead, 1000)).toHaveLength(20);
    store.close();
    expectSound();
    expect(await run(['place', 'killed', 4000])).toMatchObject([{ status: 0, output: 'placed\n' }]);
  });
});

function pragma(name: string, setting: string): unknown {
  return readRows(name, `PRAGMA ${setting}`)[0]?.[setting];
}

function readRows(name: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(name, { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => ({ ...row }));
}

function expectSound(): void {
  expect(pragma(file, 'integrity_check')).toBe('ok');
  const database = new DatabaseSync(file);
  database.exec("INSERT INTO revision_text (revision_text) VALUES ('integrity-check')");
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  database.close();
}

function makeForeign(name: string, sql: string): DatabaseSync {
  const database = new DatabaseSync(name);
  database.exec(sql);
  return database;
}

function refusalOf(name: string): unknown {
  try {
    createSqliteStore(name).close();
    return 'no refusal';
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** The file is refused, and it and all that lies beside it is the same after as before. */
function expectRefusal(name: string, code: string): void {
  const read = (): [string, string][] =>
    readdirSync(folder)
      .sort()
      .filter((entry) => !entry.endsWith('-shm'))
      .map((entry) => [entry, readFileSync(join(folder, entry)).toString('base64')]);
  const before = read();
  const hadIndex = existsSync(`${name}-shm`);
  expect(refusalOf(name)).toBe(code);
  expect(read()).toEqual(before);
  expect(existsSync(`${name}-shm`)).toBe(hadIndex);
}

type Deed = [deed: string, name?: string, count?: number];

/** Runs a process for each deed on the file, all from the same moment on; one that says that it is half way is killed. */
async function run(...deeds: Deed[]): Promise<Outcome[]> {
  return runProcesses(
    'sqlite-writer.ts',
    deeds.map(([deed, name = '', count = 0]) => [file, deed, name, String(count)]),
  );
}
