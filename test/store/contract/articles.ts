import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Article } from '../../../lib/article.ts';
import { buildArticle, minutesLater, reviseArticle } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { buildLoner, farAhead, idsOf, placementOf, placeNew, withUndefined } from './placing.ts';

export function articleContract({ create }: Stores): void {
  it('gives an article back as it was placed', async () => {
    const store = await create();
    const plain = buildLoner('plain');
    const full = buildLoner('full', {
      publisher: { name: 'صحيفة الميناء', country: 'AE', ownership: 'state' },
      url: '',
      title: '𠮷野家のレジ障害 👩🏽‍💻 شركة الطيران',
      summary: 'Quotes " \' `, a\tb\nc, \u0000, <b>&amp;</b>, $1, %s, \\',
      content: 'Ünï\u0301cödé '.repeat(2000),
      publishedAt: new Date('1995-01-01T00:00:00.001Z'),
      seenAt: new Date('2024-07-19T06:00:00.999Z'),
      language: 'ja',
      topicScore: 0.1 + 0.2,
      sectors: [
        { id: 'retail', score: 1 / 3, evidence: ['レジ', '𠮷野家'] },
        { id: 'aviation', score: 0, evidence: ['شركة الطيران'] },
      ],
      viewpoints: [{ id: 'rights', score: 1, evidence: ['🚄'] }],
    });
    await placeNew(store, plain, full);
    expect(await store.articles.get('plain')).toStrictEqual(plain);
    expect(await store.articles.get('full')).toStrictEqual(full);
    expect(await store.articles.revisions('full')).toStrictEqual([full]);
    expect((await store.articles.find({})).items).toContainEqual(full);
    expect(await store.articles.get('unknown')).toBeUndefined();
  });

  it('leaves texts that look like times, numbers or nothing as texts', async () => {
    const store = await create();
    const article = buildLoner('odd', {
      title: '2024-07-19T06:00:00.000Z',
      summary: '',
      content: 'null',
      publisher: { name: '1e3', country: 'INT', ownership: 'academia' },
      sectors: [{ id: 'water', score: 0.5, evidence: ['2024-07-19T06:00:00.000Z', '42'] }],
    });
    await placeNew(store, article);
    expect(await store.articles.get('odd')).toStrictEqual(article);
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    await placeNew(store, withUndefined(buildLoner('a'), 'content', 'change'));
    expect(await store.articles.get('a')).toStrictEqual(buildLoner('a'));
  });

  it('gives any Unicode text back unchanged', async () => {
    const store = await create();
    let count = 0;
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(text, text, text, fc.array(text), async (title, summary, content, evidence) => {
        const id = `article-${count++}`;
        const article = buildLoner(id, { title, summary, content, sectors: [{ id: 'food', score: 0.5, evidence }] });
        await placeNew(store, article);
        expect(await store.articles.get(id)).toStrictEqual(article);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every revision, in order, and gives the newest', async () => {
    const store = await create();
    const revisions = await placeRevisions(store, 12);
    expect(await store.articles.revisions('a')).toStrictEqual(revisions);
    expect(await store.articles.get('a')).toStrictEqual(revisions.at(-1));
    expect(await store.articles.getMany(['a'])).toStrictEqual(revisions.slice(-1));
    expect(await store.articles.revisions('unknown')).toEqual([]);
  });

  it('gives many at once, each once, without those it does not know', async () => {
    const store = await create();
    const ids = Array.from({ length: 150 }, (_, i) => `article-${String(i).padStart(3, '0')}`);
    for (const id of ids) await placeNew(store, buildLoner(id));
    const found = await store.articles.getMany(['unknown', ...ids, 'article-007']);
    expect(idsOf(found).sort()).toEqual(ids);
    expect(await store.articles.getMany([])).toEqual([]);
  });

  it('gives articles as they were known at a time', async () => {
    const store = await create();
    const [first, second, third] = await placeRevisions(store, 3);
    await placeNew(store, buildLoner('later', { seenAt: minutesLater(15) }));
    const at = async (minutes: number): Promise<Article[]> =>
      store.articles.getMany(['a', 'later'], minutesLater(minutes));
    expect(await at(-1)).toEqual([]);
    expect(await at(0)).toStrictEqual([first]);
    expect(await at(9)).toStrictEqual([first]);
    expect(await at(10)).toStrictEqual([second]);
    expect((await at(15)).map(({ id, revision }) => `${id} ${revision}`).sort()).toEqual(['a 2', 'later 1']);
    expect(await store.articles.getMany(['a'], farAhead)).toStrictEqual([third]);
  });
}

/** Places revisions of the article `a`, ten minutes apart, and returns them. */
async function placeRevisions(store: Awaited<ReturnType<Stores['create']>>, count: number): Promise<Article[]> {
  const first = buildArticle({ id: 'a' });
  await placeNew(store, first);
  const revisions = [first];
  for (let i = 1; i < count; i++) {
    const next = reviseArticle(first, minutesLater(i * 10), {
      revision: i + 1,
      title: `Wording ${i + 1}`,
      change: i % 2 ? 'new-fact' : 'cosmetic',
    });
    revisions.push(next);
    expect(await store.articles.place(placementOf({ revised: [next] }))).toBe(true);
  }
  return revisions;
}
