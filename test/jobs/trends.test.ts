import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Trends } from '../../lib/digest/trends.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { countTrends } from '../../lib/jobs/trends.ts';
import { requireQuery } from '../../lib/query/parse.ts';
import type { Sector } from '../../lib/taxonomy.ts';
import { minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { buildReport } from './due-fixture.ts';
import { fileReports, it } from './fixture.ts';

const hour = 60;
const day = 24 * hour;
/** Friday the 19th of July, six in the morning, is minute 0; the day began at -360. */
const midnight = -6 * hour;

const hits = (...ids: Sector[]): Partial<Article> => ({
  sectors: ids.map((id) => ({ id, score: 0.9, evidence: ['x'] })),
});

function count(store: Store, query = '', from = -2 * day, to = 0, perspective = plainPerspective): Promise<Trends> {
  return countTrends(store, requireQuery(query), { from: minutesLater(from), to: minutesLater(to) }, perspective);
}
const rows = ({ sectors }: Trends) => Object.fromEntries(sectors.map(({ id, counts }) => [id, counts.join(' ')]));

describe('trends', () => {
  it('count the stories of each day by sector, each once a day and sector', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a1', 'airports', -day, hits('aviation', 'rail')),
      buildReport('a2', 'airports', -day + 1, hits('aviation')),
      buildReport('a3', 'airports', -hour, hits('aviation')),
      buildReport('b', 'banks', -2 * hour, hits('banking')),
      buildReport('c', 'carriers', -3 * hour, hits('aviation')),
      buildReport('d', 'nobody', -3 * hour, hits()),
    );
    expect(await count(store)).toEqual({
      from: minutesLater(midnight - 2 * day),
      to: minutesLater(0),
      days: ['2024-07-17', '2024-07-18', '2024-07-19'],
      sectors: [
        { id: 'aviation', counts: [0, 1, 2] },
        { id: 'rail', counts: [0, 1, 0] },
        { id: 'banking', counts: [0, 0, 1] },
      ],
      stories: 4,
    });
  });

  it('name the sector first that was hit most, and none that was not hit', async ({ store, expect }) => {
    const reports = (['water', 'water', 'food', 'water', 'energy', 'energy'] as const).map((id, i) =>
      buildReport(`r${i}`, `story ${i}`, -i * 10 - 10, hits(id)),
    );
    await fileReports(store, ...reports);
    expect((await count(store)).sectors.map(({ id }) => id)).toEqual(['water', 'energy', 'food']);
  });

  it('of nothing have their days and no sector', async ({ store, expect }) => {
    expect(await count(store)).toMatchObject({ days: { length: 3 }, sectors: [], stories: 0 });
  });

  it('leave out what is out of scope or does not match', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a', 'airports', -hour, hits('aviation')),
      buildReport('b', 'banks', -hour, { ...hits('banking'), topic: 'policy' }),
      buildReport('f', 'football', -hour, { ...hits('media'), topic: 'other' }),
    );
    expect(rows(await count(store))).toEqual({ aviation: '0 0 1', banking: '0 0 1' });
    expect(rows(await count(store, 'topic:policy'))).toEqual({ banking: '0 0 1' });
    expect(rows(await count(store, 'airports'))).toEqual({ aviation: '0 0 1' });
    expect(rows(await count(store, 'since:30m'))).toEqual({});
  });

  it('count an article on the day on which it was published, however late its feed was added', async ({
    store,
    expect,
  }) => {
    const late = { ...buildReport('late', 'late', 0, hits('food')), publishedAt: minutesLater(midnight - 1) };
    const ancient = { ...buildReport('ancient', 'ancient', 0, hits('rail')), publishedAt: minutesLater(-9 * day) };
    await fileReports(store, late, ancient);
    expect(rows(await count(store))).toEqual({ food: '0 1 0' });
  });

  it('count an article on the day on which it was seen first, not where it was revised', async ({ store, expect }) => {
    const old = buildReport('old', 'old', -9 * day, hits('water'));
    const a = buildReport('a', 'airports', -day, hits('aviation'));
    await fileReports(store, old, a);
    await fileReports(store, reviseArticle(old, minutesLater(-hour)), reviseArticle(a, minutesLater(-hour)));
    expect(rows(await count(store))).toEqual({ aviation: '0 1 0' });
  });

  it('begin a day at midnight in UTC, and end where they were asked to', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('last', 'last', midnight - 1, hits('water')),
      buildReport('first', 'first', midnight, hits('food')),
      buildReport('begin', 'begin', midnight - 2 * day, hits('rail')),
      buildReport('before', 'before', midnight - 2 * day - 1, hits('energy')),
      buildReport('end', 'end', 0, hits('media')),
      buildReport('later', 'later', 1, hits('markets')),
    );
    expect(rows(await count(store))).toEqual({ water: '0 1 0', food: '0 0 1', rail: '1 0 0', media: '0 0 1' });
  });

  it.for([
    [89, 90],
    [90, 90],
    [400, 90],
    [0, 1],
  ] as const)('of %i days back have %i days, up to the last', async ([back, length], { store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', -hour, hits('aviation')));
    const { days, sectors, from } = await count(store, '', -back * day);
    expect(days).toHaveLength(length);
    expect(days.at(-1)).toBe('2024-07-19');
    expect(days[0]).toBe(from.toISOString().slice(0, 10));
    expect(sectors[0]?.counts).toHaveLength(length);
    expect(sectors[0]?.counts.at(-1)).toBe(1);
  });

  it('heed the terms about whole stories', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a1', 'airports', -day, hits('aviation')),
      buildReport('a2', 'airports', -hour, hits('aviation')),
      buildReport('b', 'banks', -hour, hits('banking')),
    );
    expect(rows(await count(store, 'sources:>1'))).toEqual({ aviation: '0 1 1' });
    expect(rows(await count(store, 'is:new'))).toEqual({ aviation: '0 1 0', banking: '0 0 1' });
  });

  it('see the archive as the workspace does', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', -hour, hits('aviation')));
    const perspective = {
      ...plainPerspective,
      correct: (article: Article) => ({ ...article, ...hits('rail') }),
    };
    expect(rows(await count(store, '', -day, 0, perspective))).toEqual({ rail: '0 1' });
  });

  it('count over any number of pages', async ({ store, expect }) => {
    const reports = Array.from({ length: 1_203 }, (_, i) =>
      buildReport(`r${i}`, `story ${i % 40}`, -1 - (i % 300), hits('aviation')),
    );
    await fileReports(store, ...reports);
    expect(await count(store, '', -day)).toMatchObject({ sectors: [{ counts: [0, 40] }], stories: 40 });
  });
});
