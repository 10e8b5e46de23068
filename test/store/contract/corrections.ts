import { expect, it } from 'vitest';
import type { Correction } from '../../../lib/classify/correction.ts';
import type { Adjustment } from '../../../lib/classify/model.ts';
import { buildArticle, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { longAgo, placeNew, readPages, withUndefined } from './placing.ts';

function buildCorrection(overrides: Partial<Correction> = {}): Correction {
  return { articleId: 'article-1', team: 'ops', by: 'ann', at: minutesLater(0), ...overrides };
}

const full = buildCorrection({
  by: "Ann O'Hara 🚄 عطل 2024-07-19T06:00:00.000Z",
  at: new Date('2024-07-19T06:00:00.001Z'),
  topic: 'attack',
  sectors: ['rail', 'aviation'],
  viewpoints: ['sovereignty'],
  story: 'story-1',
});

export function correctionContract({ create, createPair }: Stores): void {
  it('gives corrections back as they were added, in that order, the same twice as well', async () => {
    const store = await create();
    const none = buildCorrection({ sectors: [], viewpoints: [] });
    const earlier = buildCorrection({ at: longAgo, story: '2024-07-19T06:00:00.000Z' });
    for (const correction of [full, none, earlier, none]) await store.corrections.add(correction);
    expect(await store.corrections.list('ops')).toStrictEqual({ items: [full, none, earlier, none] });
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    await store.corrections.add(withUndefined(buildCorrection(), 'topic', 'sectors', 'story'));
    expect(await store.corrections.list('ops')).toStrictEqual({ items: [buildCorrection()] });
  });

  it('keeps those of each workspace apart', async () => {
    const store = await create();
    for (const team of ['ops', 'press', 'Ops', 'ops ']) await store.corrections.add(buildCorrection({ team }));
    for (const team of ['ops', 'press', 'Ops', 'ops '])
      expect(await store.corrections.list(team)).toStrictEqual({ items: [buildCorrection({ team })] });
    expect(await store.corrections.list('nobody')).toStrictEqual({ items: [] });
  });

  it('lists page by page, none lost or repeated, though one is added meanwhile', async () => {
    const store = await create();
    const articleIds = Array.from({ length: 23 }, (_, i) => `article-${i}`);
    for (const articleId of articleIds) {
      await store.corrections.add(buildCorrection({ articleId }));
      await store.corrections.add(buildCorrection({ articleId, team: 'press' }));
    }
    for (const limit of [1, 4, 22, 23, 24]) {
      const listed = await readPages((page) => store.corrections.list('ops', page), limit);
      expect(listed.map(({ articleId }) => articleId)).toEqual(articleIds);
    }
    const listed = await readPages(
      (page) => store.corrections.list('ops', page),
      10,
      async (page) => store.corrections.add(buildCorrection({ articleId: `late-${page}` })),
    );
    expect(listed.slice(0, 23).map(({ articleId }) => articleId)).toEqual(articleIds);
    expect(new Set(listed.map(({ articleId }) => articleId)).size).toBe(listed.length);
  });

  it('shows one connection what another added, and loses nothing that both add at once', async () => {
    const [one, other] = await createPair();
    const add = (store: typeof one, name: string) =>
      Promise.all(Array.from({ length: 20 }, (_, i) => store.corrections.add(buildCorrection({ by: `${name} ${i}` }))));
    await Promise.all([add(one, 'one'), add(other, 'other')]);
    for (const store of [one, other]) {
      const { items } = await store.corrections.list('ops');
      expect(new Set(items.map(({ by }) => by)).size).toBe(40);
    }
  });

  it('keeps what a workspace’s corrections taught, the last in place of what was before', async () => {
    const [one, other] = await createPair();
    expect(await one.corrections.adjustment('ops')).toBeUndefined();
    const first: Adjustment = { 'drone swarm': [[6, 0.1234]], '%~outage': [[0, -1.5]] };
    const second: Adjustment = { drone: [[6, 2]], __proto__x: [[1, 1]] };
    await one.corrections.adjust('ops', first);
    expect(await other.corrections.adjustment('ops')).toStrictEqual(first);
    await other.corrections.adjust('ops', second);
    expect(await one.corrections.adjustment('ops')).toStrictEqual(second);
    expect(await one.corrections.adjustment('press')).toBeUndefined();
    await one.corrections.adjust('ops', {});
    expect(await other.corrections.adjustment('ops')).toStrictEqual({});
  });

  it('keeps what thousands of words were taught', async () => {
    const store = await create();
    const words = Array.from({ length: 5000 }, (_, i) => [`障害 ${i}`, [[i % 32, i / 7]]] as const);
    const adjustment = Object.fromEntries(words) as unknown as Adjustment;
    await store.corrections.adjust('ops', adjustment);
    expect(await store.corrections.adjustment('ops')).toStrictEqual(adjustment);
  });

  it('changes no article that it is about', async () => {
    const store = await create();
    const article = buildArticle();
    await placeNew(store, article);
    await store.corrections.add(full);
    expect(await store.articles.get('article-1')).toStrictEqual(article);
  });
}
