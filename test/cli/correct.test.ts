import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedServer, startFeedServer, writeOpml, writeRss } from '../fixtures/feed-server.ts';
import { mergingReports } from '../fixtures/merging-reports.ts';
import { patient } from './fixture.ts';
import { createWorkspace, readJsonLines, type Workspace } from './run-faultline.ts';

type Report = keyof typeof mergingReports;
interface Told {
  id: string;
  topic: string;
  sectors: string[];
  viewpoints: { id: string }[];
  articles: { id: string; title: string; sectors: { id: string; evidence: string[] }[] }[];
}

let workspace: Workspace;
let server: FeedServer;
let list: string;
/** The ids of articles by the report that they are, and of the stories that they were in at first. */
const articleOf = new Map<string, string>();
const storyOf = new Map<string, string>();

const inTeam = (team: string) => ({ env: { FAULTLINE_TEAM: team } });
const run = (line: string, team = 'ops') => workspace.run(line.split(' '), inTeam(team));
const readTold = async (line: string, team = 'ops') => JSON.parse((await run(line, team)).stdout) as Told;

/** Has the feed carry these reports, and reads it. */
async function publish(...reports: Report[]): Promise<void> {
  server.serve(
    '/post',
    writeRss(
      'Post',
      reports.map((report) => ({ ...mergingReports[report], url: `https://post.example/${report}` })),
    ),
  );
  await workspace.run(['ingest', '--feeds', list]);
}

beforeAll(async () => {
  workspace = await createWorkspace();
  server = await startFeedServer();
  list = await workspace.write('list.opml', writeOpml([`${server.origin}/post`]));
  await publish('hospital', 'hospital2', 'tills', 'tills2');
  const { stdout } = await workspace.run(['query', 'since:1d', '--json']);
  for (const { id } of readJsonLines<{ id: string }>(stdout)) {
    const { articles } = await readTold(`story ${id} --json`);
    for (const { id: articleId, title } of articles) {
      const [report = ''] = Object.entries(mergingReports).find(([, one]) => one.title === title) ?? [];
      articleOf.set(report, articleId);
      storyOf.set(report, id);
    }
  }
}, patient.timeout);
afterAll(async () => {
  await workspace.remove();
  await server.close();
});

const idOf = (report: Report): string => articleOf.get(report) ?? '';

describe.concurrent('`correct`', patient, () => {
  it('says what the article is now, as JSON', async () => {
    const line = `correct ${idOf('hospital')} --topic outage --sectors rail,water --views rights --json`;
    const { status, stdout } = await run(line, 'one');
    expect(status).toBe(0);
    expect(readJsonLines(stdout)).toEqual([
      {
        id: idOf('hospital'),
        topic: 'outage',
        sectors: ['rail', 'water'],
        viewpoints: ['rights'],
        story: storyOf.get('hospital'),
      },
    ]);
  });

  it('says so for people, on stderr', async () => {
    const { status, stdout, stderr } = await run(`correct ${idOf('tills')} --sectors none`, 'two');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toBe(`“${mergingReports.tills.title}” is now outage, in story ${storyOf.get('tills')}.\n`);
  });

  it('adds to what was corrected before', async () => {
    await run(`correct ${idOf('tills')} --sectors food`, 'three');
    const { stdout } = await run(`correct ${idOf('tills')} --views none --topic attack --json`, 'three');
    expect(readJsonLines(stdout)).toMatchObject([{ topic: 'attack', sectors: ['food'], viewpoints: [] }]);
  });

  it.each([
    ['an unknown article', () => 'nonesuch --topic attack', 1, 'No article "nonesuch" is in the store.'],
    ['an unknown story', () => `${idOf('tills')} --story nonesuch`, 1, 'No story "nonesuch" is in the store.'],
    ['nothing', () => idOf('tills'), 2, 'Nothing was corrected: say what is right with --topic, --sectors,'],
    ['an empty label', () => `${idOf('tills')} --sectors rail,`, 2, '"" is none of aviation, rail'],
  ])('of %s exits with its status and changes nothing', async (_, said, expected, message) => {
    const { status, stdout, stderr } = await run(`correct ${said()} --json`, 'four');
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(message);
    expect(readJsonLines((await run('query sector:rail --json', 'four')).stdout)).toEqual([]);
  });
});

describe('a correction', patient, () => {
  beforeAll(async () => {
    await run(`correct ${idOf('tills')} --sectors rail --views sovereignty`);
    await run(`correct ${idOf('tills2')} --sectors rail --views none`);
  }, patient.timeout);

  it('holds for `query`, and for no other workspace', async () => {
    const find = async (team: string) => readJsonLines((await run('query sector:rail --json', team)).stdout);
    expect(await find('ops')).toMatchObject([{ id: storyOf.get('tills'), sectors: ['rail'] }]);
    expect(await find('press')).toEqual([]);
    expect(readJsonLines((await workspace.run(['query', 'sector:rail', '--json'])).stdout)).toEqual([]);
  });

  it('holds for `story`, with evidence, and for no other workspace', async () => {
    const line = `story ${storyOf.get('tills')} --json`;
    const [ours, theirs] = [await readTold(line), await readTold(line, 'press')];
    expect(ours.sectors).toEqual(['rail']);
    for (const { sectors } of ours.articles) expect(sectors[0]?.evidence.length).toBeGreaterThan(0);
    expect(theirs.sectors).toContain('retail');
    expect(theirs.sectors).not.toContain('rail');
  });

  it('holds for `sides`, and for no other workspace', async () => {
    const [ours, theirs] = [
      await readTold('sides quillmont --json'),
      await readTold('sides quillmont --json', 'press'),
    ];
    expect(ours.viewpoints.map(({ id }) => id)).toEqual(['sovereignty']);
    expect(theirs.viewpoints.map(({ id }) => id)).not.toContain('sovereignty');
  });

  it('holds for `digest`, and for no other workspace', async () => {
    const digest = async (team: string) =>
      JSON.parse((await run('digest sector:rail --json', team)).stdout) as {
        stories: { id: string }[];
        receipt: { items: number };
      };
    const [ours, theirs] = [await digest('ops'), await digest('press')];
    expect(ours.stories.map(({ id }) => id)).toEqual([storyOf.get('tills')]);
    expect(theirs.stories).toEqual([]);
    expect([ours, theirs].map(({ receipt }) => receipt.items)).toEqual([4, 4]);
  });

  it.each([
    ['press', 'ops'],
    ['ops', 'press'],
  ])('holds for a digest of a period that another workspace asked for before: %s, then %s', async (first, second) => {
    const asOf = new Date(Date.now() - (first === 'ops' ? 1 : 2)).toISOString();
    const line = `digest sector:rail --since 2h --as-of ${asOf} --json`;
    const countOf = async (team: string) =>
      ((await readTold(line, team)) as unknown as { stories: unknown[] }).stories.length;
    const counts = new Map([
      [first, await countOf(first)],
      [second, await countOf(second)],
    ]);
    expect(Object.fromEntries(counts)).toEqual({ ops: 1, press: 0 });
  });

  it('moves an article into a story of its own, and back', async () => {
    const { stdout } = await run(`correct ${idOf('hospital2')} --story new --json`, 'desk');
    const [{ story } = { story: '' }] = readJsonLines<{ story: string }>(stdout);
    const idsIn = async (id: string, team: string) =>
      (await readTold(`story ${id} --json`, team)).articles.map((article) => article.id);
    expect(await idsIn(story, 'desk')).toEqual([idOf('hospital2')]);
    expect(await idsIn(storyOf.get('hospital') ?? '', 'desk')).toEqual([idOf('hospital')]);
    expect((await run(`story ${story}`, 'press')).status).toBe(1);
    expect(await idsIn(storyOf.get('hospital') ?? '', 'press')).toHaveLength(2);
    await run(`correct ${idOf('hospital2')} --story ${storyOf.get('hospital')}`, 'desk');
    expect(await idsIn(storyOf.get('hospital') ?? '', 'desk')).toHaveLength(2);
    expect((await run(`story ${story}`, 'desk')).status).toBe(1);
  });
});

describe('a story that became part of another', patient, () => {
  let before: string;
  beforeAll(async () => {
    before = new Date().toISOString();
    await publish('hospital', 'hospital2', 'tills', 'tills2', 'both');
  }, patient.timeout);

  it('is found by either id, as one', async () => {
    const [one, other] = [
      await readTold(`story ${storyOf.get('tills')} --json`, 'press'),
      await readTold(`story ${storyOf.get('hospital')} --json`, 'press'),
    ];
    expect(one).toEqual(other);
    expect([storyOf.get('tills'), storyOf.get('hospital')]).toContain(one.id);
    expect(one.articles).toHaveLength(5);
  });

  it.each(['hospital', 'tills'] as const)('is told as it stood before: %s', async (report) => {
    const told = await readTold(`story ${storyOf.get(report)} --as-of ${before} --json`, 'press');
    expect(told.id).toBe(storyOf.get(report));
    expect(told.articles.map(({ id }) => id).sort()).toEqual([idOf(report), idOf(`${report}2`)].sort());
  });

  it('takes articles that are moved into it by its old id', async () => {
    const { stdout } = await run(`correct ${idOf('tills')} --story ${storyOf.get('tills')} --json`, 'archive');
    const { id } = await readTold(`story ${storyOf.get('tills')} --json`, 'press');
    expect(readJsonLines(stdout)).toMatchObject([{ story: id }]);
    expect((await readTold(`story ${id} --json`, 'archive')).articles).toHaveLength(5);
  });
});
