import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Finding } from '../../../lib/jobs/doctor/finding.ts';
import { checkFile } from '../../../lib/runtime/doctor/check-file.ts';
import { applicationId, migrations } from '../../../lib/store/sqlite/migrations.ts';
import { createSqliteStore } from '../../../lib/store/sqlite/store.ts';
import { buildDelivery, buildFeed, buildSubscription, minutesLater, morning } from '../../fixtures/builders.ts';
import { fillStore } from '../../store/contract/records.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-doctor-'));
  file = join(folder, 'store.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function check(now = morning): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of checkFile(file, now)) findings.push(finding);
  return findings;
}

it('a file that is not there is not made', async () => {
  expect(await check()).toMatchObject([{ kind: 'warning', about: 'store', what: expect.stringContaining(file) }]);
  expect(readdirSync(folder)).toEqual([]);
});

it('a store in use is sound, and looking at it takes no work from anybody', async () => {
  const store = createSqliteStore(file);
  await store.feeds.add(buildFeed({ lastSuccessAt: morning }));
  expect((await check()).map(({ kind, about }) => [kind, about])).toEqual([
    ['ok', 'store'],
    ['ok', 'store'],
    ['ok', 'schedules'],
    ['ok', 'feeds'],
  ]);
  expect(await store.feeds.claimDue(morning, minutesLater(5), 10)).toHaveLength(1);
  store.close();
});

it('a file of something else is refused and left as it is', async () => {
  writeFileSync(file, 'Dear diary\n'.repeat(99));
  expect(await check()).toMatchObject([{ kind: 'wrong', what: expect.stringContaining('no SQLite database') }]);
  expect(readFileSync(file, 'utf8')).toBe('Dear diary\n'.repeat(99));
});

it('the store of a newer Faultline is refused', async () => {
  createSqliteStore(file).close();
  const newer = new DatabaseSync(file);
  newer.exec('PRAGMA user_version = 999');
  newer.close();
  expect(await check()).toMatchObject([{ kind: 'wrong', what: expect.stringContaining('has version 999') }]);
});

it('the store of an older one is left at its version', async () => {
  const older = new DatabaseSync(file);
  older.exec(`${migrations[0]}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
  older.close();
  const found = await check();
  expect(found[0]).toMatchObject({
    kind: 'ok',
    what: expect.stringContaining(`brings to version ${migrations.length}`),
  });
  const again = new DatabaseSync(file);
  expect(again.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 1 });
  again.close();
});

it('a store whose pages were overwritten is damaged', async () => {
  const store = createSqliteStore(file);
  await fillStore(store);
  store.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, 4096 * 8, 4096 * 12));
  expect(await check()).toMatchObject([{ kind: 'wrong', about: 'store', what: expect.stringMatching(/damaged/) }]);
});

it('a store that another process keeps locked cannot be written to', async () => {
  createSqliteStore(file).close();
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  expect(await check()).toContainEqual(
    expect.objectContaining({ kind: 'wrong', what: 'Nothing can be written to it: database is locked.' }),
  );
  other.close();
});

it('what nobody takes is late: polls, digests and messages', async () => {
  const store = createSqliteStore(file);
  await store.feeds.add(buildFeed());
  await store.subscriptions.add(buildSubscription());
  await store.deliveries.add(buildDelivery());
  store.close();
  const late = (await check(minutesLater(200))).filter(({ about }) => about === 'schedules');
  expect(late).toMatchObject([
    { kind: 'warning', what: expect.stringContaining('No feed is polled') },
    { kind: 'wrong', what: expect.stringContaining('No digest is compiled') },
    { kind: 'wrong', what: expect.stringContaining('Nothing is posted') },
  ]);
});

it('what somebody holds, rests or is done is not', async () => {
  const store = createSqliteStore(file);
  await store.feeds.add(buildFeed({ enabled: false }));
  await store.feeds.add(buildFeed({ id: 'feed-2' }));
  await store.feeds.claim(['feed-2'], morning, minutesLater(190));
  await store.subscriptions.add(buildSubscription({ paused: { at: morning, why: 'asked' } }));
  await store.deliveries.add(buildDelivery({ state: 'sent' }));
  store.close();
  expect((await check(minutesLater(200))).filter(({ about }) => about === 'schedules')).toMatchObject([{ kind: 'ok' }]);
  expect(existsSync(file)).toBe(true);
});
