import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reports, writePage, writeRss } from '../fixtures/feed-server.ts';
import { mergingReports } from '../fixtures/merging-reports.ts';
import { patient } from './fixture.ts';
import { createWorkspace, readJsonLines, type Workspace } from './run-faultline.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

interface Judged {
  id: string;
  lang: string;
  topic: string;
  score: number;
  sectors: { id: string; score: number; evidence: string[] }[];
  viewpoints: { id: string }[];
}

const toLines = (items: readonly object[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');

describe.concurrent('`parse`', patient, () => {
  it('makes a JSON line of each item of a file', async () => {
    const file = await workspace.write('feed.xml', writeRss('Harbour', [reports.crash, reports.law]));
    const { status, stdout } = await workspace.run(['parse', file]);
    const { title, summary, url } = reports.crash;
    expect(status).toBe(0);
    expect(readJsonLines(stdout)).toMatchObject([
      { title, summary, url, guid: url, published: '2024-07-19T06:00:00.000Z' },
      { title: reports.law.title },
    ]);
  });

  it('reads stdin by the charset and the base that it is told', async () => {
    const feed =
      '<rss version="2.0"><channel><title>L</title><item><title>D\u00e9panne</title><link>/une</link></item></channel></rss>';
    const args = [
      'parse',
      '-',
      '--content-type',
      'text/xml; charset=iso-8859-1',
      '--base',
      'https://journal.example/rss',
    ];
    const { status, stdout } = await workspace.run(args, { input: Buffer.from(feed, 'latin1') });
    expect(status).toBe(0);
    expect(readJsonLines(stdout)).toEqual([
      { title: 'Dépanne', url: 'https://journal.example/une', summary: '', published: null, guid: null },
    ]);
  });

  it.each([
    ['an HTML page', writePage(), 'This document is no feed: it is an HTML page.'],
    ['nothing', '', 'This document is no feed: it is empty.'],
  ])('refuses %s in one line', async (_, input, message) => {
    expect(await workspace.run(['parse', '-'], { input })).toEqual({
      status: 1,
      stdout: '',
      stderr: `faultline: ${message}\n`,
    });
  });

  it.each([
    ['nonesuch.xml', 'there is no such file'],
    ['.', 'it is a folder'],
  ])('cannot read %s: %s', async (file, why) => {
    expect(await workspace.run(['parse', file])).toEqual({
      status: 1,
      stdout: '',
      stderr: `faultline: The file ${file} could not be read: ${why}.\n`,
    });
  });
});

describe.concurrent('`classify`', patient, () => {
  it('judges items in their order, whoever owns the publisher', async () => {
    const items = [
      {
        id: 'b',
        ...reports.crash,
        publisher: 'Harbour',
        country: 'gb',
        ownership: 'private',
        published: '2024-07-19T06:00:00Z',
        lang: 'en',
      },
      { id: 'a', ...reports.football, ownership: 'feudal' },
      { id: 3, ...reports.law },
    ];
    const { status, stdout, stderr } = await workspace.run(['classify'], { input: `\ufeff${toLines(items)}` });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const judged = readJsonLines<Judged>(stdout);
    expect(judged).toMatchObject([
      { id: 'b', lang: 'en', topic: 'outage' },
      { id: 'a', topic: 'other' },
      { id: '3', topic: 'policy' },
    ]);
    for (const { score } of judged) expect(score).toBeGreaterThan(0);
    const aviation = judged[0]?.sectors.find(({ id }) => id === 'aviation');
    expect(aviation?.evidence.length).toBeGreaterThan(0);
  });

  it('--explain says what spoke for and against each label', async () => {
    const { stdout } = await workspace.run(['classify', '--explain'], {
      input: toLines([{ id: 1, ...reports.crash }]),
    });
    expect(readJsonLines(stdout)).toMatchObject([{ id: '1', explanation: expect.anything() }]);
  });

  it('names each bad line by its number, judges the rest, and exits with 1', async () => {
    const good = toLines([{ id: 'good', ...reports.crash }]);
    const input = `${good}{broken\n\n[]\n{"title":"no id"}\n{"id":"no title"}\n{"id":"x","title":5}\n${good}`;
    const { status, stdout, stderr } = await workspace.run(['classify'], { input });
    expect(status).toBe(1);
    expect(readJsonLines(stdout)).toMatchObject([{ id: 'good' }, { id: 'good' }]);
    expect(stderr.split('\n').map((line) => line.slice(0, 8))).toEqual([
      'line 2: ',
      'line 4: ',
      'line 5: ',
      'line 6: ',
      'line 7: ',
      '',
    ]);
    expect(stderr).toContain('line 7: "title" must be a text');
  });

  it.each([
    ['nothing', ''],
    ['blank lines', '\n \n\r\n'],
  ])('makes nothing of %s', async (_, input) => {
    expect(await workspace.run(['classify'], { input })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('takes a text of a megabyte, a last line without its end, and line separators inside a text', async () => {
    const long = { id: 'long', title: reports.crash.title, summary: 'Airlines grounded flights. '.repeat(40_000) };
    const separated = {
      id: 'separated',
      title: 'Flights\u2028grounded\u2029worldwide',
      summary: reports.crash.summary,
    };
    const { status, stdout, stderr } = await workspace.run(['classify'], {
      input: toLines([long, separated]).trimEnd(),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readJsonLines(stdout)).toMatchObject([{ id: 'long' }, { id: 'separated' }]);
  });
});

describe.concurrent('`group`', patient, () => {
  it('puts reports of one event into one story, named after the item that began it, in order', async () => {
    const published = '2024-07-19T06:00:00Z';
    const input = toLines([
      { id: 'crash', ...reports.crash, published },
      { id: 'law', ...reports.law, published },
      { id: 'again', ...reports.crashElsewhere, published },
    ]);
    const { status, stdout } = await workspace.run(['group'], { input });
    expect(status).toBe(0);
    expect(readJsonLines(stdout)).toEqual([
      { id: 'crash', story: 'crash' },
      { id: 'law', story: 'law' },
      { id: 'again', story: 'crash' },
    ]);
  });

  it('takes stories for one that a later report shows to be one, in what it said of earlier ones too', async () => {
    const { hospital, tills, hospital2, tills2, both, hospital3 } = mergingReports;
    const reportsInOrder = { hospital, tills, hospital2, tills2, both, hospital3 };
    const items = Object.entries(reportsInOrder).map(([id, report], i) => ({
      id,
      ...report,
      published: `2024-07-19T0${i}:00:00Z`,
    }));
    const { stdout: before } = await workspace.run(['group'], { input: toLines(items.slice(0, 4)) });
    expect(readJsonLines(before).map(({ story }) => story)).toEqual(['hospital', 'tills', 'hospital', 'tills']);
    const { status, stdout } = await workspace.run(['group'], { input: toLines(items) });
    const lines = readJsonLines<{ id: string; story: string }>(stdout);
    expect(status).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(Object.keys(reportsInOrder));
    expect(new Set(lines.map(({ story }) => story)).size).toBe(1);
    expect(['hospital', 'tills']).toContain(lines[0]?.story);
  });

  it('names bad lines as `classify` does', async () => {
    const { status, stdout, stderr } = await workspace.run(['group'], {
      input: `{"id":1,"title":"Power cut"}\nnull\n`,
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '{"id":"1","story":"1"}\n',
      stderr: 'line 2: a JSON object was expected\n',
    });
  });
});
