import { describe, expect } from 'vitest';
import { it, patient } from './fixture.ts';
import { readJsonLines } from './run-faultline.ts';

interface EntryJson {
  url: string;
  title: string;
  country: string;
  ownership: string;
  topics?: string[];
  folder: string[];
}

describe.concurrent('`feeds catalogue`', patient, () => {
  it('shows what ships with Faultline, by desk, and leaves the feed list alone', async ({ workspace }) => {
    const { status, stdout, stderr } = await workspace.run(['feeds', 'catalogue', 'cloud']);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Status pages \/ Cloud and network\n {2}AWS Health {2}\[US, industry, en\]\n {4}https:\/\/status\.aws\.amazon\.com\/rss\/all\.rss\n/,
    );
    expect(stderr).toMatch(
      /^\d+ feeds\. --add adds them to your feed list; `faultline feeds check` says which answer\.\n$/,
    );
    expect((await workspace.run(['feeds', 'list'])).stderr).toContain('Begin with `faultline feeds catalogue --add`');
  });

  it('is narrowed by desk, country, ownership and topic', async ({ workspace }) => {
    const list = async (...args: string[]) =>
      readJsonLines<EntryJson>((await workspace.run(['feeds', 'catalogue', '--json', ...args])).stdout);
    const all = await list();
    expect(all.length).toBeGreaterThanOrEqual(140);
    const media = await list('media', '--country', 'cn,RU', '--ownership', 'state');
    expect(media.map(({ title }) => title)).toContain('TASS');
    for (const { country, ownership, folder } of media)
      expect({ country, ownership, desk: folder[0] }).toEqual({
        country: expect.stringMatching(/^(?:CN|RU)$/),
        ownership: 'state',
        desk: 'Media',
      });
    const outages = await list('--topic', 'outage');
    expect(outages.length).toBeGreaterThan(0);
    expect(outages.length).toBeLessThan(all.length);
    for (const { topics } of outages) expect(topics).toContain('outage');
  });

  it('joins the feed list, once, with all that it says', async ({ workspace }) => {
    const catalogue = readJsonLines<EntryJson>((await workspace.run(['feeds', 'catalogue', '--json'])).stdout);
    const added = await workspace.run(['feeds', 'catalogue', '--add']);
    expect(added).toMatchObject({ status: 0, stdout: `${catalogue.length} added, 0 known already\n`, stderr: '' });
    const again = await workspace.run(['feeds', 'catalogue', 'certs', '--add', '--json']);
    const certs = catalogue.filter(({ folder }) => folder[0] === 'CERTs').length;
    expect(JSON.parse(again.stdout)).toEqual({ added: 0, known: certs });
    const { stdout } = await workspace.run(['feeds', 'list', '--json']);
    const byUrl = (a: EntryJson, b: EntryJson) => (a.url < b.url ? -1 : 1);
    expect(readJsonLines<EntryJson>(stdout).sort(byUrl)).toMatchObject(catalogue.sort(byUrl));
  });

  it.for<[string[], string]>([
    [['gossip'], 'The catalogue has no desk "gossip". It has: Status pages, '],
    [['--ownership', 'stat'], 'Did you mean state?'],
    [['--country', 'Atlantis'], 'Two letters of ISO 3166'],
    [['--topic', 'sport'], 'outage'],
  ])('refuses %j as wrong usage', async ([args, message], { workspace }) => {
    const { status, stdout, stderr } = await workspace.run(['feeds', 'catalogue', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says so where no feed is like that', async ({ workspace }) => {
    const nothing = await workspace.run(['feeds', 'catalogue', 'certs', '--ownership', 'state']);
    expect(nothing).toEqual({ status: 0, stdout: '', stderr: 'The catalogue has no feed like that.\n' });
  });
});
