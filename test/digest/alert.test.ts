import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { findCrossing } from '../../lib/digest/alert.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';
import { buildFaultReport } from '../fixtures/fault-reports.ts';

const threshold = { publishers: 3, within: 60, official: true };

/** Reports in words of their own, each at its minute. */
function report(times: readonly number[], overrides: (i: number) => Partial<Article> = () => ({})): Article[] {
  return times.map((minute, i) => buildFaultReport(i, { publishedAt: minutesLater(minute), ...overrides(i) }));
}

describe('a crowd of publishers', () => {
  it('crosses with the report that makes it full', () => {
    expect(findCrossing(report([0, 20, 59, 61]), threshold)).toEqual({
      at: minutesLater(59),
      because: '3 independent publishers within 60 minutes',
    });
  });

  it('does not cross where the reports lie too far apart', () => {
    expect(findCrossing(report([0, 40, 80, 120, 160]), threshold)).toBeUndefined();
  });

  it('crosses later where a first report stood alone', () => {
    expect(findCrossing(report([0, 200, 210, 220]), threshold)?.at).toEqual(minutesLater(220));
  });

  it('counts a publisher once, however much it writes', () => {
    const one = { name: 'Outlet 0', country: 'GB', ownership: 'private' } as const;
    expect(
      findCrossing(
        report([0, 1, 2, 3], () => ({ publisher: one })),
        threshold,
      ),
    ).toBeUndefined();
  });

  it('counts a publisher whose earlier report left the window and who writes again', () => {
    const publisher = (i: number) =>
      ({ name: ['A', 'A', 'B', 'C'][i] ?? '', country: 'GB', ownership: 'private' }) as const;
    expect(
      findCrossing(
        report([0, 70, 80, 90], (i) => ({ publisher: publisher(i) })),
        threshold,
      )?.at,
    ).toEqual(minutesLater(90));
  });

  it('does not count those who carry a copy', () => {
    const { title, summary } = buildFaultReport(0);
    expect(
      findCrossing(
        report([0, 10, 20, 30], () => ({ title, summary })),
        threshold,
      ),
    ).toBeUndefined();
  });

  it('finds the same moment in whatever order the reports came', () => {
    const reports = report([0, 20, 59, 61]);
    expect(findCrossing(reports.toReversed(), threshold)).toEqual(findCrossing(reports, threshold));
  });

  it('crosses with the first report where one publisher is enough', () => {
    expect(findCrossing(report([5]), { ...threshold, publishers: 1 })).toEqual({
      at: minutesLater(5),
      because: '1 independent publisher within 60 minutes',
    });
  });
});

describe("the provider's own word", () => {
  const status = (title: string, official = true): Article[] => [
    buildArticle({
      title,
      summary: 'We are investigating.',
      publisher: { name: 'Stratavine Status', country: 'US', ownership: 'industry' },
      ...(official ? { isOfficial: true as const } : {}),
    }),
  ];

  it.each([
    'Major outage of the sign-in service',
    'Panne majeure du réseau',
    'Schwerwiegende Störung in allen Regionen',
    'Interrupción generalizada',
    'Критическая неисправность',
    '重大障害が発生しています',
  ])('is enough where it reads "%s"', (title) => {
    expect(findCrossing(status(title), threshold)?.because).toBe('Stratavine Status itself calls it major');
  });

  it.each([
    'Minor delays in the sign-in service',
    'A majority of users is not affected',
    'Majors League scores delayed',
  ])('is not enough where it reads "%s"', (title) => {
    expect(findCrossing(status(title), threshold)).toBeUndefined();
  });

  it.each([
    ['major', true],
    ['critical', true],
    ['minor', false],
    ['none', false],
  ] as const)('goes by the impact that the page states, whatever its words: %s', (impact, isEnough) => {
    const incident = { state: 'identified', impact, components: [], updates: [] } as const;
    const [article] = status(isEnough ? 'Slow sign-in' : 'Major outage, as they say');
    const articles = article ? [{ ...article, incident: { ...incident, components: [], updates: [] } }] : [];
    expect(findCrossing(articles, threshold) !== undefined).toBe(isEnough);
  });

  it('does not count from those who only report it', () => {
    expect(findCrossing(status('Major outage of the sign-in service', false), threshold)).toBeUndefined();
  });

  it('does not count where the team wants publishers only', () => {
    expect(findCrossing(status('Major outage of sign-in'), { ...threshold, official: false })).toBeUndefined();
  });
});
