import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { compileDigest } from '../../lib/digest/compile.ts';
import { type Digest, type Fate, fates } from '../../lib/digest/digest.ts';
import { sectorIds, topics, viewpointIds } from '../../lib/taxonomy.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';
import { buildInput, readQuery } from './fixture.ts';

const outlets = ['The Harbour Post', 'Deccan Ledger', 'Open Lines', 'Canglan Ribao'];
const summaries = [
  'A faulty update stopped check-in on Friday at three airports, and passengers queued for hours at the counters.',
  'The bank said that its app would be back by noon, after nineteen hours in which no customer could pay by card.',
  'Trains resumed.',
  '',
];

/** Articles of two hours and the one before, some revised, many of them alike. */
const anyArticle: fc.Arbitrary<Partial<Article>> = fc
  .record({
    story: fc.nat(13),
    outlet: fc.constantFrom(...outlets),
    seen: fc.integer({ min: -60, max: 120 }),
    revised: fc.option(fc.integer({ min: 0, max: 90 })),
    change: fc.constantFrom('cosmetic', 'new-fact'),
    topic: fc.constantFrom(...topics, 'outage', 'outage'),
    title: fc.constantFrom('Airport check-in fails', 'Bank app back online', 'Ministers agree on law'),
    summary: fc.constantFrom(...summaries),
    sector: fc.constantFrom(...sectorIds),
    view: fc.option(fc.constantFrom(...viewpointIds)),
  })
  .map(({ story, outlet, seen, revised, change, sector, view, ...article }) => ({
    ...article,
    storyId: `story-${story}`,
    publisher: { name: outlet, country: 'GB', ownership: 'private' as const },
    seenAt: minutesLater(seen),
    revisedAt: minutesLater(seen + (revised ?? 0)),
    ...(revised === null ? {} : { revision: 2, change: change as 'cosmetic' | 'new-fact' }),
    sectors: [{ id: sector, score: 0.8, evidence: ['x'] }],
    viewpoints: view ? [{ id: view, score: 0.8, evidence: ['x'] }] : [],
  }));
const anyArticles = fc
  .array(anyArticle, { maxLength: 45 })
  .map((articles) => articles.map((article, i) => buildArticle({ id: `a${i}`, ...article })));
const anyQuery = fc
  .constantFrom(
    '',
    'topic:outage,attack',
    'airport',
    '-bank',
    'sources:>1',
    'is:new',
    'state:ongoing',
    'since:30m',
    'topic:other',
  )
  .map(readQuery);
const anyMuted = fc
  .subarray(outlets, { maxLength: 2 })
  .map((names) => names.map((name) => name.toUpperCase()));
const anyRun = fc.record({ articles: anyArticles, query: anyQuery, muted: anyMuted });
type Run = typeof anyRun extends fc.Arbitrary<infer T> ? T : never;

/** The digests of two hours on end, the second knowing the first, with their inputs. */
function compileTwoHours({ articles, query, muted }: Run) {
  const first = buildInput(articles, { query, muted });
  const previous = compileDigest(first);
  const second = buildInput(articles, { query, muted, from: minutesLater(60), to: minutesLater(120), previous });
  return [
    { input: first, digest: previous },
    { input: second, digest: compileDigest(second) },
  ] as const;
}

const idsWith = (digest: Digest, ...wanted: Fate[]): string[] =>
  digest.fates.flatMap(({ articleId, fate }) => (wanted.includes(fate) ? [articleId] : [])).sort();

describe('the receipt of any period', () => {
  it('gives every article of the period one fate, and the fates add up', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileTwoHours(run)) {
          const ids = digest.fates.map(({ articleId }) => articleId);
          expect(ids.toSorted()).toEqual(input.articles.map(({ id }) => id).sort());
          expect(digest.receipt.items).toBe(input.articles.length);
          expect(digest.receipt.fates).toEqual(
            Object.fromEntries(fates.map((fate) => [fate, idsWith(digest, fate).length])),
          );
        }
      }),
    );
  });

  it('calls sent and of the same story what the digest cites, and held what its held stories have', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileTwoHours(run)) {
          const ofPeriod = new Set(input.articles.map(({ id }) => id));
          const cited = digest.stories.flatMap(({ articles }) => articles).filter(({ id }) => ofPeriod.has(id));
          const ids = (list: typeof cited) => list.map(({ id }) => id).sort();
          expect(idsWith(digest, 'sent')).toEqual(ids(cited.filter(({ copyOf }) => copyOf === undefined)));
          expect(idsWith(digest, 'same-story')).toEqual(ids(cited.filter(({ copyOf }) => copyOf !== undefined)));
          const held = new Set(digest.held.map(({ id }) => id));
          for (const id of idsWith(digest, 'held')) expect(held).toContain(input.known.get(id)?.storyId);
        }
      }),
    );
  });

  it('names a term with what is outside, and only there', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { digest } of compileTwoHours(run))
          for (const { fate, term } of digest.fates) expect(term !== undefined).toBe(fate === 'outside');
      }),
    );
  });

  it('calls muted all and only what muted sources said, and cites none of it', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileTwoHours(run)) {
          const isMuted = (name: string) => run.muted.includes(name.toUpperCase());
          const muted = input.articles.filter(({ publisher }) => isMuted(publisher.name)).map(({ id }) => id);
          expect(idsWith(digest, 'muted')).toEqual(muted.sort());
          for (const { articles } of digest.stories)
            expect(articles.filter(({ publisher }) => isMuted(publisher.name))).toEqual([]);
        }
      }),
    );
  });

  it('calls unchanged only what was seen before and has no new fact', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileTwoHours(run)) {
          for (const id of idsWith(digest, 'unchanged')) {
            expect(input.known.get(id)?.change).toBe('cosmetic');
            expect(input.known.get(id)?.seenAt.getTime()).toBeLessThanOrEqual(input.from.getTime());
          }
        }
      }),
    );
  });
});

describe('the stories of any period', () => {
  it('are at most eight, none empty, each article cited once, and none held while there is room', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { digest } of compileTwoHours(run)) {
          expect(digest.stories.length).toBeLessThanOrEqual(8);
          if (digest.held.length > 0) expect(digest.stories).toHaveLength(8);
          const cited = digest.stories.flatMap(({ articles }) => articles.map(({ id }) => id));
          expect(new Set(cited).size).toBe(cited.length);
          for (const { articles } of digest.stories) expect(articles.length).toBeGreaterThan(0);
          const ids = [...digest.stories, ...digest.held].map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it('that were held stand before all others, and no article that was held is lost', () => {
    fc.assert(
      fc.property(anyRun, ({ articles, ...run }) => {
        // Many stories of the first hour, as they stay: what is revised is another matter.
        const settled = articles.map((article) => ({
          ...article,
          topic: 'outage' as const,
          revisedAt: article.seenAt,
        }));
        const [{ digest: first }, { digest: second }] = compileTwoHours({ ...run, articles: settled });
        const heldBefore = new Set(first.held.map(({ id }) => id));
        const order = [...second.stories, ...second.held].map(({ id }) => heldBefore.has(id));
        expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)));
        const cited = new Set(second.stories.flatMap((story) => story.articles.map(({ id }) => id)));
        const heldOn = new Set(second.held.map(({ id }) => id));
        const byId = new Map(settled.map((article) => [article.id, article.storyId]));
        for (const id of idsWith(first, 'held')) expect(cited.has(id) || heldOn.has(byId.get(id) ?? '')).toBe(true);
      }),
    );
  });
});

describe('a digest', () => {
  it('is a pure function: the same bytes for the same input, which it leaves as it was', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const [, { input, digest }] = compileTwoHours(run);
        const before = structuredClone(input);
        expect(JSON.stringify(compileDigest(input))).toBe(JSON.stringify(digest));
        expect(input).toEqual(before);
      }),
    );
  });

  it('tells the same stories whatever order the articles came in', () => {
    const shuffled = anyRun.chain((run) =>
      fc.tuple(fc.constant(run), fc.shuffledSubarray(run.articles, { minLength: run.articles.length })),
    );
    fc.assert(
      fc.property(shuffled, ([run, articles]) => {
        const [, { digest }] = compileTwoHours(run);
        const [, { digest: other }] = compileTwoHours({ ...run, articles });
        expect(other.stories).toEqual(digest.stories);
        expect(other.held).toEqual(digest.held);
        expect(other.receipt).toEqual(digest.receipt);
      }),
    );
  });
});
