import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { type FeedServer, startFeedServer, writeOpml, writeRss } from '../fixtures/feed-server.ts';
import { gameReports } from '../fixtures/game-reports.ts';
import { patient } from './fixture.ts';
import { createWorkspace, readJsonLines, type Workspace } from './run-faultline.ts';

const modelFile = fileURLToPath(new URL('../../lib/classify/model.json', import.meta.url));
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

let workspace: Workspace;
let server: FeedServer;
const inTeam = (team: string) => ({ env: { FAULTLINE_TEAM: team } });
const run = (line: string, team: string) => workspace.run(line.split(' '), inTeam(team));

/** Titles of the articles that a workspace finds under education. */
async function findLessons(team: string): Promise<string[]> {
  const { stdout } = await run('query sector:education --limit 100 --json', team);
  const ids = readJsonLines<{ matching: string[] }>(stdout).flatMap(({ matching }) => matching);
  const store = createSqliteStore(workspace.db);
  const articles = await store.articles.getMany(ids);
  store.close();
  return articles.map(({ title }) => title);
}

/** A workspace of those who teach with games: it counts trouble with half of them as education. */
beforeAll(async () => {
  workspace = await createWorkspace();
  server = await startFeedServer();
  const items = gameReports.map(([title, summary], i) => ({
    title: escapeXml(title),
    summary: escapeXml(summary),
    url: `https://games.example/${i}`,
  }));
  const url = server.serve('/games', writeRss('Games', items));
  await workspace.run(['ingest', '--feeds', await workspace.write('list.opml', writeOpml([url]))]);
  const store = createSqliteStore(workspace.db);
  const { items: articles } = await store.articles.find({}, { limit: 100 });
  for (const [i, [title, , topic = 'outage']] of gameReports.entries()) {
    const articleId = articles.find((article) => article.title === title)?.id;
    if (articleId && i % 2 === 1)
      await store.corrections.add({
        ...{ articleId, team: 'teachers', by: 'ann', at: new Date() },
        topic,
        sectors: ['education'],
      });
  }
  store.close();
}, patient.timeout);
afterAll(async () => {
  await workspace.remove();
  await server.close();
});

describe('`train --with-corrections`', patient, () => {
  it('says so where there is nothing to learn from', async () => {
    const { status, stdout, stderr } = await run('train --with-corrections', 'press');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/There is no correction of labels for press yet\. `faultline correct` makes one\./);
  });

  it('has other articles of the kind judged as those that were corrected, for this workspace alone', async () => {
    const model = await readFile(modelFile);
    const titles = gameReports.map(([title]) => title);
    const corrected = titles.filter((_, i) => i % 2 === 1);
    expect((await findLessons('teachers')).toSorted()).toEqual(corrected.toSorted());
    const others = await findLessons('press');
    const { status, stdout } = await run('train --with-corrections --json', 'teachers');
    expect(status).toBe(0);
    expect(readJsonLines(stdout)).toEqual([{ team: 'teachers', corrections: 20, features: expect.any(Number) }]);
    const lessons = await findLessons('teachers');
    expect(lessons).toEqual(expect.arrayContaining(corrected));
    expect(lessons.length).toBeGreaterThanOrEqual(30);
    expect(await findLessons('press')).toEqual(others);
    expect(await readFile(modelFile)).toEqual(model);
  });

  it('says for people how many articles it learned from', async () => {
    const { status, stdout, stderr } = await run('train --with-corrections', 'teachers');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/Learned from 20 corrected articles: \d+ features speak differently for teachers now\./);
  });
});
