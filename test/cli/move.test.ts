import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createSqliteRecordStore } from '../../lib/store/sqlite/records.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { fillStore, sortRecords } from '../store/contract/records.ts';
import { it, patient } from './fixture.ts';
import { readJsonLines } from './run-faultline.ts';

async function fill(file: string): Promise<void> {
  const store = createSqliteStore(file);
  await fillStore(store);
  store.close();
}

async function readRecords(file: string) {
  const records = createSqliteRecordStore(file);
  try {
    return await sortRecords(records.readAll());
  } finally {
    records.close();
  }
}

describe.concurrent('export and import', patient, () => {
  it('move a store by a pipe: what is on stdout is the export and nothing else', async ({ workspace }) => {
    await fill(workspace.db);
    const exported = await workspace.run(['export']);
    expect(exported).toMatchObject({ status: 0, stderr: expect.stringMatching(/^\d+ records exported\n$/) });
    const lines = readJsonLines(exported.stdout);
    expect([lines[0], lines.at(-1)]).toMatchObject([{ faultline: 'export' }, { kind: 'end' }]);
    const db = join(workspace.folder, 'new', 'store.sqlite');
    const imported = await workspace.run(['import', '-'], { input: exported.stdout, db });
    expect(imported).toMatchObject({
      status: 0,
      stdout: '',
      stderr: expect.stringMatching(/^\d+ records imported\n$/),
    });
    expect(await readRecords(db)).toStrictEqual(await readRecords(workspace.db));
  });

  it('move it by a file that is for its owner alone, and count with --json', async ({ workspace }) => {
    await fill(workspace.db);
    const { stdout } = await workspace.run(['export', 'all.jsonl', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ feed: 2, revision: 3, correction: 2 });
    expect((await stat(join(workspace.folder, 'all.jsonl'))).mode & 0o777).toBe(0o600);
    const db = join(workspace.folder, 'new.sqlite');
    const imported = await workspace.run(['--json', 'import', 'all.jsonl'], { db });
    expect(JSON.parse(imported.stdout)).toEqual(JSON.parse(stdout));
    expect(await readRecords(db)).toStrictEqual(await readRecords(workspace.db));
  });

  it('refuse a store in use, and say what to do', async ({ workspace }) => {
    await fill(workspace.db);
    await workspace.run(['export', 'all.jsonl']);
    const before = await readRecords(workspace.db);
    const { status, stdout, stderr } = await workspace.run(['import', 'all.jsonl']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^faultline: The store .*store\.sqlite holds something already, and nothing was imported\..*\n$/,
    );
    expect(await readRecords(workspace.db)).toStrictEqual(before);
  });

  it('leave nothing of a file that is damaged, and take it once it is mended', async ({ workspace }) => {
    await fill(workspace.db);
    const { stdout } = await workspace.run(['export']);
    const db = join(workspace.folder, 'new.sqlite');
    const cut = stdout.slice(0, stdout.lastIndexOf('"feed"') + 40);
    const broken = await workspace.run(['import', '-'], { input: cut, db });
    expect(broken).toMatchObject({ status: 1, stdout: '' });
    expect(broken.stderr).toMatch(/^faultline: Line \d+ of the export is wrong: .*\n$/);
    expect(await readRecords(db)).toEqual({});
    expect(await workspace.run(['import', '-'], { input: stdout, db })).toMatchObject({ status: 0 });
  });

  it('name a file that cannot be read', async ({ workspace }) => {
    const { status, stderr } = await workspace.run(['import', 'nowhere.jsonl']);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^faultline: The file nowhere\.jsonl could not be read: .*\n$/),
    });
  });

  it('name a file that cannot be written, and leave nothing beside it', async ({ workspace }) => {
    await mkdir(join(workspace.folder, 'taken'));
    const before = await readdir(workspace.folder);
    for (const file of ['nowhere/all.jsonl', 'taken']) {
      const { status, stderr } = await workspace.run(['export', file]);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(new RegExp(`^faultline: The file ${file} could not be written: .*\n$`)),
      });
    }
    expect((await readdir(workspace.folder)).filter((name) => !name.startsWith('store.sqlite'))).toEqual(before);
  });

  it('take no table name that is none', async ({ workspace }) => {
    const { status, stderr } = await workspace.run(['export', '--table', 'a b']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('"a b" is not a table name') });
  });
});
