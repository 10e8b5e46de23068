import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedServer, reports, startFeedServer, writeOpml, writeRss } from '../fixtures/feed-server.ts';
import { patient } from './fixture.ts';
import { createWorkspace, readJsonLines, type Workspace } from './run-faultline.ts';

interface DigestJson {
  id: string;
  from: string;
  to: string;
  stories: { id: string; title: string; sectors: string[]; articles: { id: string; title: string }[] }[];
  held: unknown[];
  receipt: { feeds: number; items: number; fates: Record<string, number> };
}

let workspace: Workspace;
let server: FeedServer;
let digest: DigestJson;
/** Between the two polls: the crash was known, the law was not. */
let between: string;

beforeAll(async () => {
  workspace = await createWorkspace();
  server = await startFeedServer();
  const harbour = server.serve('/harbour', writeRss('Harbour', [reports.crash]));
  const ledger = server.serve('/ledger', writeRss('Ledger', [reports.crashElsewhere, reports.football]));
  const list = await workspace.write(
    'list.opml',
    writeOpml([harbour, ledger], 'faultline:country="SG" faultline:ownership="public"'),
  );
  await workspace.run(['ingest', '--feeds', list]);
  between = new Date().toISOString();
  const changed = { ...reports.crash, title: `${reports.crash.title}, toll rises to 8.5 million` };
  server.serve('/harbour', writeRss('Harbour', [changed, reports.law]));
  await workspace.run(['ingest', '--feeds', list]);
  digest = JSON.parse((await workspace.run(['digest', '--json'])).stdout) as DigestJson;
}, patient.timeout);
afterAll(async () => {
  await workspace.remove();
  await server.close();
});

function findStory(word: string) {
  const story = digest.stories.find(({ title }) => title.includes(word));
  if (!story) throw new Error(`no story of ${word} in ${JSON.stringify(digest)}`);
  return story;
}

describe.concurrent('`digest`', patient, () => {
  it('tells the stories of the last day and accounts for every item', () => {
    expect(findStory('CrowdStrike')).toMatchObject({ sectors: expect.arrayContaining(['aviation']) });
    expect(findStory('CrowdStrike').articles).toHaveLength(2);
    expect(findStory('law').articles).toHaveLength(1);
    expect(Date.parse(digest.to) - Date.parse(digest.from)).toBe(24 * 3600 * 1000);
    const { feeds, items, fates } = digest.receipt;
    expect({ feeds, items }).toEqual({ feeds: 2, items: 4 });
    expect(Object.values(fates).reduce((sum, count) => sum + count)).toBe(4);
    expect(fates.outside).toBe(1);
  });

  it('prints text that ends in the receipt and its id, without colour in a pipe', async () => {
    const { status, stdout } = await workspace.run(['digest']);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /4 items from 2 feeds: 1 outside your query, 3 in \d stories, 0 held for the next, 0 lost\ndigest [\da-f]{16}\n$/,
    );
    expect(stdout).not.toContain('\u001b');
  });

  it('prints JSON with --format json as with --json', async () => {
    const { stdout } = await workspace.run(['digest', '--format', 'json']);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(Object.keys(digest));
  });

  it('prints Block Kit with --format blocks', async () => {
    const { stdout } = await workspace.run(['digest', '--format', 'blocks']);
    const lines = readJsonLines(stdout);
    expect(lines).toHaveLength(1);
    expect(lines).toMatchObject([{ text: expect.stringContaining('CrowdStrike'), blocks: expect.anything() }]);
    expect(JSON.stringify(lines[0]?.blocks)).toContain('CrowdStrike');
  });

  it('prints a whole page with --format html', async () => {
    const { stdout } = await workspace.run(['digest', '--format', 'html']);
    expect(stdout).toMatch(/^<!doctype html>.*CrowdStrike.*<\/html>\n$/is);
  });

  it('takes excluded words and options in any order', async () => {
    const { stdout } = await workspace.run([
      'digest',
      '-crowdstrike',
      '--since',
      '2d',
      '--json',
      'topic:outage,policy',
    ]);
    const { stories, receipt } = JSON.parse(stdout) as DigestJson;
    expect(stories.map(({ title }) => title)).toEqual([reports.law.title]);
    expect(receipt.fates.outside).toBe(3);
  });

  it('--as-of tells what was known then', async () => {
    const { stdout } = await workspace.run(['digest', '--as-of', between, '--json']);
    const { stories, to, receipt } = JSON.parse(stdout) as DigestJson;
    expect(to).toBe(between);
    expect(receipt.items).toBe(3);
    expect(stories).toHaveLength(1);
    expect(JSON.stringify(stories)).not.toContain('8.5 million');
  });

  it('--as-of a time to come ends now: nothing is known of it', async () => {
    const { stdout } = await workspace.run(['digest', '--as-of', '2999-01-01', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ to: expect.stringMatching(/^20/), receipt: { items: 4 } });
  });
});

describe.concurrent('`receipt`', patient, () => {
  it('gives each item of a digest its fate, a JSON line each', async () => {
    const { status, stdout } = await workspace.run(['receipt', digest.id, '--json']);
    const lines = readJsonLines<{ title: string; fate: string; term?: string }>(stdout);
    expect(status).toBe(0);
    expect(lines).toHaveLength(4);
    expect(lines.find(({ title }) => title === reports.football.title)).toMatchObject({
      fate: 'outside',
      term: expect.stringContaining('topic:'),
    });
  });

  it('reads as text, and ends in the line that adds up', async () => {
    const { stdout } = await workspace.run(['receipt', digest.id]);
    expect(stdout).toContain(reports.football.title);
    expect(stdout).toMatch(/4 items from 2 feeds: 1 outside .* 0 lost\n$/);
  });

  it('of a digest that is not there says how to find one', async () => {
    const { status, stdout, stderr } = await workspace.run(['receipt', 'nonesuch', '--json']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      'faultline: No digest "nonesuch" is in the store. `faultline digest` ends with the id of the one it made.\n',
    );
  });
});

describe.concurrent('`query`', patient, () => {
  it('lists the stories that match, a JSON line each, with the articles that did', async () => {
    const { stdout } = await workspace.run(['query', 'sector:aviation', 'country:sg', '--json']);
    const lines = readJsonLines<{ id: string; matching: string[] }>(stdout);
    expect(lines).toMatchObject([{ id: findStory('CrowdStrike').id }]);
    expect(lines[0]?.matching).toHaveLength(2);
  });

  it('lists them for people with their ids', async () => {
    const { stdout } = await workspace.run(['query', '"cybersecurity law"']);
    expect(stdout).toContain(findStory('law').id);
    expect(stdout).not.toContain(findStory('CrowdStrike').id);
  });

  it('that nothing matches says so on stderr, and is no failure', async () => {
    const { status, stdout, stderr } = await workspace.run(['query', 'zeppelin']);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: 'No story matches.\n' });
  });
});

describe.concurrent('`sides`', patient, () => {
  it('shows one story, viewpoint by viewpoint, and who is missing', async () => {
    const { status, stdout } = await workspace.run(['sides', 'crowdstrike', '--json']);
    expect(status).toBe(0);
    const [told, ...others] = readJsonLines<{
      id: string;
      viewpoints: { id: string; articles: string[]; evidence: string[] }[];
    }>(stdout);
    expect(others).toEqual([]);
    expect(told).toMatchObject({ id: findStory('CrowdStrike').id, missing: null });
    expect(told?.viewpoints).not.toEqual([]);
    for (const { articles, evidence } of told?.viewpoints ?? [])
      expect(articles.length * evidence.length).toBeGreaterThan(0);
  });

  it('reads as text', async () => {
    const { stdout } = await workspace.run(['sides', 'crowdstrike']);
    expect(stdout).toMatch(/CrowdStrike.*ledger \(SG, public\)/s);
  });

  it('of nothing is a failure', async () => {
    const { status, stdout, stderr } = await workspace.run(['sides', 'zeppelin']);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'faultline: No story matches the query zeppelin.\n',
    });
  });
});

describe.concurrent('`story`', patient, () => {
  it('tells one story with all its articles, in their newest wording', async () => {
    const { id } = findStory('CrowdStrike');
    const { stdout } = await workspace.run(['story', id, '--json']);
    const told = JSON.parse(stdout) as { id: string; articles: { title: string; revision: number }[] };
    expect(told.id).toBe(id);
    expect(told.articles.map(({ revision }) => revision).sort()).toEqual([1, 2]);
    const { stdout: text } = await workspace.run(['story', id]);
    expect(text).toMatch(/toll\s+rises\s+to\s+8\.5\s+million/);
  });

  it('--as-of tells it as it was known then', async () => {
    const { stdout } = await workspace.run(['story', findStory('CrowdStrike').id, '--as-of', between, '--json']);
    const told = JSON.parse(stdout) as { articles: { title: string; revision: number }[] };
    expect(told.articles.map(({ revision }) => revision)).toEqual([1, 1]);
    expect(stdout).not.toContain('8.5 million');
  });

  it.each([
    ['an id that is none', () => 'nonesuch', '1h'],
    ['a story that was not known yet', () => findStory('law').id, () => between],
  ])('%s is a failure', async (_, id, at) => {
    const { status, stdout, stderr } = await workspace.run([
      'story',
      id(),
      '--as-of',
      typeof at === 'string' ? at : at(),
    ]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`faultline: No story "${id()}" is in the store. \`faultline query\` lists the ids.\n`);
  });
});
