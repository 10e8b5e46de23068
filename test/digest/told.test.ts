import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { type CompileInput, compileDigest, tellWholeStory } from '../../lib/digest/compile.ts';
import type { Digest, ToldBefore } from '../../lib/digest/digest.ts';
import { listTold, rememberTold } from '../../lib/digest/told.ts';
import { describeStory } from '../../lib/stories/describe.ts';
import { buildDigestStory, minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { buildDigestOf } from '../fixtures/digests.ts';
import { buildInput, buildReport } from './fixture.ts';

const day = 24 * 60;
const outlet = (name: string) => ({ name, country: 'GB', ownership: 'private' as const });

/** A report of the story `s` by a voice of its own, unless told otherwise. */
function reportOf(id: string, minutes: number, overrides: Partial<Article> = {}): Article {
  return buildReport(id, minutes, { storyId: 's', publisher: outlet(`Outlet ${id}`), ...overrides });
}

/** Digests of an hour each from six on, each knowing the one before. */
function compileHours(articles: readonly Article[], hours: number, overrides: Partial<CompileInput>[] = []): Digest[] {
  const digests: Digest[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const period = { from: minutesLater(60 * hour), to: minutesLater(60 * (hour + 1)), previous: digests.at(-1) };
    digests.push(compileDigest(buildInput(articles, { ...period, ...overrides[hour] })));
  }
  return digests;
}

const changes = (digests: readonly Digest[]) => digests.map(({ stories }) => stories.map(({ changed }) => changed));

describe('a story that was told before', () => {
  const first = reportOf('first', 10);
  /** The same voice again: nothing that a reader would call a change. */
  const again = reportOf('again', 70, { publisher: first.publisher });

  it('is not shown again where nothing changed, and its articles are unchanged', () => {
    const [, second] = compileHours([first, again], 2);
    expect(second).toMatchObject({ stories: [], held: [], fates: [{ articleId: 'again', fate: 'unchanged' }] });
    expect(second?.receipt).toMatchObject({ items: 1, fates: { unchanged: 1 } });
  });

  it.each([
    ['another source', reportOf('b', 70), '1 more source'],
    [
      'another sector',
      { ...again, sectors: [{ id: 'rail' as const, score: 0.9, evidence: ['trains'] }] },
      'now also Rail and public transit',
    ],
    [
      'another side',
      { ...again, viewpoints: [{ id: 'rights' as const, score: 0.9, evidence: ['privacy'] }] },
      'new side: Rights',
    ],
    [
      'another state',
      { ...again, title: 'All systems are restored', summary: 'Service is back to normal.' },
      'ongoing → resolved',
    ],
    ['a new fact in a report', reviseArticle(first, minutesLater(70)), 'a new figure or statement in a report'],
  ])('is shown again with %s, and says so', (_, article, change) => {
    const articles = article.id === 'first' ? [article] : [first, article];
    const told = compileHours([first], 1);
    const input = buildInput(articles, { from: minutesLater(60), to: minutesLater(120), previous: told[0] });
    expect(compileDigest(input)).toMatchObject({ stories: [{ id: 's', changed: change }] });
  });

  it('is remembered over digests that had none of it, and over one that had nothing new of it', () => {
    const late = reportOf('late', 250, { publisher: first.publisher });
    expect(changes(compileHours([first, again, late], 5))).toEqual([[undefined], [], [], [], []]);
    expect(changes(compileHours([first, again, reportOf('b', 250)], 5))).toEqual([
      [undefined],
      [],
      [],
      [],
      ['1 more source'],
    ]);
  });

  it('counts from what was told last', () => {
    const reports = [first, reportOf('b', 70), reportOf('c', 71), reportOf('d', 130)];
    expect(changes(compileHours(reports, 3))).toEqual([[undefined], ['2 more sources'], ['1 more source']]);
  });

  it('is told again and again to who asks about overlapping times, with what changed since they asked last', () => {
    const whole = { from: minutesLater(0) };
    const digests = compileHours([first, again, reportOf('b', 130)], 4, [whole, whole, whole, whole]);
    expect(changes(digests)).toEqual([[undefined], [undefined], ['1 more source'], [undefined]]);
    expect(digests.map(({ stories }) => stories[0]?.articles.length)).toEqual([1, 2, 3, 3]);
  });

  it('is told before in digests that were made before this was kept', () => {
    const [previous] = compileHours([first], 1);
    const { told: _told, ...old } = previous ?? buildDigestOf([]);
    const next = { from: minutesLater(60), to: minutesLater(120), previous: old };
    expect(compileDigest(buildInput([first, again], next)).stories).toEqual([]);
    expect(compileDigest(buildInput([first, reportOf('b', 70)], next)).stories).toMatchObject([
      { changed: '1 more source' },
    ]);
  });
});

describe('a story that was told before and then held', () => {
  const first = reportOf('first', 10);
  const second = reportOf('second', 70);

  it('is told with all that changed since it was told, and cites what was held', () => {
    const third = reportOf('third', 130);
    const digests = compileHours([first, second, third], 3, [{}, { room: 0 }, {}]);
    expect(digests[1]).toMatchObject({ stories: [], held: [{ id: 's', articles: 1 }], fates: [{ fate: 'held' }] });
    expect(digests[2]?.stories).toMatchObject([{ id: 's', changed: '2 more sources' }]);
    expect(digests[2]?.stories[0]?.articles.map(({ id }) => id)).toEqual(['second', 'third']);
  });

  it('stays held until there is room, though nothing more is said of it', () => {
    const digests = compileHours([first, second], 4, [{}, { room: 0 }, { room: 0 }, {}]);
    expect(digests.map(({ held }) => held.length)).toEqual([0, 1, 1, 0]);
    expect(digests[3]?.stories).toMatchObject([{ changed: '1 more source', articles: [{ id: 'second' }] }]);
  });

  it('is told by its reports where the change itself was taken back', () => {
    const railway = reportOf('r', 70, {
      publisher: first.publisher,
      sectors: [{ id: 'rail', score: 0.9, evidence: ['trains'] }],
    });
    const [told, held] = compileHours([first, railway], 2, [{}, { room: 0 }]);
    expect(held?.held).toMatchObject([{ id: 's' }]);
    const { sectors } = first;
    const input = buildInput([first, { ...railway, sectors }], {
      from: minutesLater(120),
      to: minutesLater(180),
      previous: held,
    });
    expect(told?.stories).toHaveLength(1);
    expect(compileDigest(input).stories).toMatchObject([{ changed: '1 more report', articles: [{ id: 'r' }] }]);
  });
});

describe('without room', () => {
  it('everything that is wanted is held, nothing is told, and it adds up', () => {
    const articles = Array.from({ length: 11 }, (_, i) => buildReport(`r${i}`, 10));
    const digest = compileDigest(buildInput(articles, { room: 0 }));
    expect(digest.stories).toEqual([]);
    expect(digest.held).toHaveLength(11);
    expect(digest.told).toEqual([]);
    expect(digest.receipt).toMatchObject({ items: 11, fates: { held: 11 } });
  });
});

describe('what readers were told', () => {
  const story = buildDigestStory({ id: 's' });
  const told = (id: string, minutes: number): ToldBefore => {
    const at = minutesLater(minutes);
    return { id, sectors: [], viewpoints: [], independentPublishers: 1, toldAt: at, heardAt: at };
  };
  const idsOf = (list: readonly ToldBefore[]) => list.map(({ id }) => id);

  it('is what its stories said, in a digest that does not say', () => {
    const digest = buildDigestOf([story]);
    expect(listTold(digest)).toEqual([
      {
        id: 's',
        state: 'ongoing',
        sectors: [{ id: 'aviation' }],
        viewpoints: [{ id: 'resilience' }],
        independentPublishers: 1,
        toldAt: digest.to,
        heardAt: digest.to,
      },
    ]);
    expect(listTold({ ...digest, told: [] })).toEqual([]);
  });

  it('is replaced by what they are told now', () => {
    const now = rememberTold(
      [told('s', 0)],
      [{ ...story, independentPublishers: 9 }],
      new Set(['s']),
      minutesLater(60),
    );
    expect(now).toMatchObject([{ id: 's', independentPublishers: 9, toldAt: minutesLater(60) }]);
  });

  it('is forgotten once its story was silent for fourteen days, not before', () => {
    const before = [told('s', 0)];
    expect(idsOf(rememberTold(before, [], new Set(), minutesLater(14 * day - 1)))).toEqual(['s']);
    expect(idsOf(rememberTold(before, [], new Set(), minutesLater(14 * day)))).toEqual([]);
  });

  it('is kept on while the story is heard of, as it was told', () => {
    const heard = rememberTold([told('s', 0)], [], new Set(['s']), minutesLater(10 * day));
    expect(heard).toMatchObject([{ toldAt: minutesLater(0), heardAt: minutesLater(10 * day) }]);
    expect(idsOf(rememberTold(heard, [], new Set(), minutesLater(20 * day)))).toEqual(['s']);
  });

  it('is of a thousand stories at most: those not heard of for longest go', () => {
    const many = Array.from({ length: 1_005 }, (_, i) => told(`s${i}`, i));
    const kept = rememberTold(many, [{ ...story, id: 'new' }], new Set(['s0']), minutesLater(2_000));
    expect(kept).toHaveLength(1_000);
    expect(idsOf(kept)).toEqual(expect.arrayContaining(['new', 's0', 's7', 's1004']));
    expect(idsOf(kept)).not.toContain('s6');
  });
});

describe('a whole story', () => {
  it('cites all its articles, oldest first, copies named as such', () => {
    const { summary } = buildReport('x', 0);
    const members = [reportOf('b', 20, { summary }), reportOf('a', 10, { summary }), reportOf('c', 30)];
    const whole = tellWholeStory(describeStory('s', members), members);
    expect(whole.articles).toMatchObject([{ id: 'a' }, { id: 'b', copyOf: 'a' }, { id: 'c' }]);
    expect(whole).not.toHaveProperty('changed');
  });
});
