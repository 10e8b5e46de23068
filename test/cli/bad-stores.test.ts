import { readdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from './run-faultline.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
  await workspace.write('notes.txt', 'Dear diary, today the computers were blue.\n'.repeat(20));
  const other = new DatabaseSync(`${workspace.folder}/other.sqlite`);
  other.exec('CREATE TABLE bookmark (url TEXT)');
  other.close();
  await workspace.run(['feeds', 'list'], { db: `${workspace.folder}/newer.sqlite` });
  const newer = new DatabaseSync(`${workspace.folder}/newer.sqlite`);
  newer.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 999');
  newer.close();
});
afterAll(() => workspace.remove());

describe('a store file that is not for us is refused in one line and left as it was', () => {
  it.each([
    ['notes.txt', 'is not a Faultline store: it is no SQLite database'],
    ['other.sqlite', 'is not a Faultline store: it is an SQLite database of another program'],
    ['newer.sqlite', 'has version 999, this Faultline knows versions up to'],
  ])('%s: %s', async (name, message) => {
    const before = { bytes: await workspace.read(name), files: await readdir(workspace.folder) };
    const { status, stdout, stderr } = await workspace.run(['ingest'], { db: `${workspace.folder}/${name}` });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^faultline: [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect({ bytes: await workspace.read(name), files: await readdir(workspace.folder) }).toEqual(before);
  });

  it('a folder', async () => {
    const { status, stderr } = await workspace.run(['feeds', 'list'], { db: workspace.folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^faultline: [^\n]*\n$/);
  });
});
