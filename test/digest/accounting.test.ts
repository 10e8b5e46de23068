import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { type CompileInput, compileDigest } from '../../lib/digest/compile.ts';
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

/** Articles of three hours and the one before, some revised, many of them alike. */
const anyArticle: fc.Arbitrary<Partial<Article>> = fc
  .record({
    story: fc.nat(13),
    outlet: fc.constantFrom(...outlets),
    seen: fc.integer({ min: -60, max: 180 }),
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
const anyMuted = fc.subarray(outlets, { maxLength: 2 }).map((names) => names.map((name) => name.toUpperCase()));
const anyRoom = fc.constantFrom(0, 1, 3, 8);
const anyRun = fc.record({
  articles: anyArticles,
  query: anyQuery,
  muted: anyMuted,
  rooms: fc.tuple(anyRoom, anyRoom, anyRoom),
});
type Run = typeof anyRun extends fc.Arbitrary<infer T> ? T : never;

/** The digests of three hours on end, each knowing the one before, with their inputs. */
function compileHours({ articles, query, muted, rooms }: Run): { input: CompileInput; digest: Digest }[] {
  let previous: Digest | undefined;
  return rooms.map((room, hour) => {
    const period = { from: minutesLater(60 * hour), to: minutesLater(60 * (hour + 1)) };
    const input = buildInput(articles, { query, muted, room, previous, ...period });
    previous = compileDigest(input);
    return { input, digest: previous };
  });
}

const idsWith = (digest: Digest, ...wanted: Fate[]): string[] =>
  digest.fates.flatMap(({ articleId, fate }) => (wanted.includes(fate) ? [articleId] : [])).sort();
const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

describe('the receipt of any period', () => {
  it('gives every article of the period one fate, and the fates add up', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileHours(run)) {
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
        for (const { input, digest } of compileHours(run)) {
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
        for (const { digest } of compileHours(run))
          for (const { fate, term } of digest.fates) expect(term !== undefined).toBe(fate === 'outside');
      }),
    );
  });

  it('calls muted all and only what muted sources said, and cites none of it', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileHours(run)) {
          const isMuted = (name: string) => run.muted.includes(name.toUpperCase());
          const muted = input.articles.filter(({ publisher }) => isMuted(publisher.name)).map(({ id }) => id);
          expect(idsWith(digest, 'muted')).toEqual(muted.sort());
          for (const { articles } of digest.stories)
            expect(articles.filter(({ publisher }) => isMuted(publisher.name))).toEqual([]);
        }
      }),
    );
  });

  it('calls unchanged only what was seen before and has no new fact, or belongs to a story that was told and is not shown', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileHours(run)) {
          const told = new Set(idsOf(input.previous?.told ?? []));
          const shown = new Set(idsOf(digest.stories));
          for (const id of idsWith(digest, 'unchanged')) {
            const article = input.known.get(id);
            if (!article) throw new Error(`${id} is not known`);
            const isOld = article.seenAt <= input.from && article.change === 'cosmetic';
            expect(isOld || (told.has(article.storyId) && !shown.has(article.storyId))).toBe(true);
          }
        }
      }),
    );
  });
});

describe('the stories of any period', () => {
  it('are as many as there is room for, none empty, each article cited once, and none held while there is room', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const [hour, { digest }] of compileHours(run).entries()) {
          const room = run.rooms[hour] ?? 0;
          expect(digest.stories.length).toBeLessThanOrEqual(room);
          if (digest.held.length > 0) expect(digest.stories).toHaveLength(room);
          const cited = digest.stories.flatMap(({ articles }) => idsOf(articles));
          expect(new Set(cited).size).toBe(cited.length);
          for (const { articles } of digest.stories) expect(articles.length).toBeGreaterThan(0);
          const ids = idsOf([...digest.stories, ...digest.held]);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it('say what changed where they were told before, and only there', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const told = new Set<string>();
        for (const { digest } of compileHours(run)) {
          for (const { id, changed } of digest.stories) expect(changed !== undefined).toBe(told.has(id));
          for (const { id } of digest.stories) told.add(id);
          expect(new Set(idsOf(digest.told ?? []))).toEqual(told);
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
        const storyOf = new Map(settled.map((article) => [article.id, article.storyId]));
        let waiting: string[] = [];
        let heldBefore = new Set<string>();
        for (const { digest } of compileHours({ ...run, articles: settled })) {
          const order = idsOf([...digest.stories, ...digest.held]).map((id) => heldBefore.has(id));
          expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)));
          heldBefore = new Set(idsOf(digest.held));
          const cited = new Set(digest.stories.flatMap((story) => idsOf(story.articles)));
          const isHeld = (id: string) => heldBefore.has(storyOf.get(id) ?? '');
          expect(waiting.filter((id) => !cited.has(id) && !isHeld(id))).toEqual([]);
          waiting = [...waiting.filter(isHeld), ...idsWith(digest, 'held')];
        }
      }),
    );
  });
});

describe('a digest', () => {
  it('is a pure function: the same bytes for the same input, which it leaves as it was', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { input, digest } of compileHours(run)) {
          const before = structuredClone(input);
          expect(JSON.stringify(compileDigest(input))).toBe(JSON.stringify(digest));
          expect(input).toEqual(before);
        }
      }),
    );
  });

  it('tells the same stories whatever order the articles came in', () => {
    const shuffled = anyRun.chain((run) =>
      fc.tuple(fc.constant(run), fc.shuffledSubarray(run.articles, { minLength: run.articles.length })),
    );
    fc.assert(
      fc.property(shuffled, ([run, articles]) => {
        const essence = ({ digest: { stories, held, told, receipt } }: { digest: Digest }) => ({
          stories,
          held,
          told,
          receipt,
        });
        expect(compileHours({ ...run, articles }).map(essence)).toEqual(compileHours(run).map(essence));
      }),
    );
  });
});
