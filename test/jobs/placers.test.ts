import { describe } from 'vitest';
import type { ArticleDraft } from '../../lib/article.ts';
import { placeArticles } from '../../lib/jobs/place.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { reports } from '../fixtures/feed-server.ts';
import { it, judge, readArchive } from './fixture.ts';

const places = ['Lisbon', 'Nairobi', 'Perth', 'Denver'];

/** One worldwide event as four places tell it, and one event of each place's own, by one feed. */
function buildDrafts(feedId: string): ArticleDraft[] {
  const common = {
    feedId,
    publisher: { name: feedId, country: 'GB', ownership: 'private' },
    publishedAt: morning,
    seenAt: morning,
    language: 'en',
  } as const;
  return places.flatMap((place) => [
    {
      ...common,
      id: `${feedId} crash ${place}`,
      title: `${place} airport: ${reports.crash.title}`,
      summary: `In ${place}, ${reports.crash.summary}`,
      url: `https://${feedId}.example/crash/${place}`,
    },
    {
      ...common,
      id: `${feedId} strike ${place}`,
      title: `Bakers of ${place} open a museum of bread`,
      summary: `The mayor of ${place} cut the ribbon of the museum.`,
      url: `https://${feedId}.example/bread/${place}`,
    },
  ]);
}

/** What must hold at every moment: no article without its story, no story with an article that is not there, none twice. */
async function findBroken(store: Store): Promise<string[]> {
  const { revisions, stories } = await readArchive(store);
  const listed = stories.flatMap(({ id, articles }) => articles.map((article) => `${article} in ${id}`));
  const stored = new Set(revisions.map(({ id, storyId }) => `${id} in ${storyId}`));
  const missing = [...stored].filter((one) => !listed.includes(one));
  return [...missing, ...listed.filter((one, i) => !stored.has(one) || listed.indexOf(one) !== i)];
}

describe('placers at once on connections of their own', () => {
  it.for([2, 8, 24])('lose nothing and write nothing by half: %i', async (count, { connect, expect }) => {
    const feeds = Array.from({ length: count }, (_, i) => `feed-${i}`);
    // All that come join the story of the first, so that each is in the way of the others.
    const watcher = connect();
    await placeArticles(buildDrafts('first'), watcher, judge);
    const placing = Promise.all(feeds.map((feedId) => placeArticles(buildDrafts(feedId), connect(), judge)));
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        expect(await findBroken(watcher)).toEqual([]);
        await new Promise(setImmediate);
      }
    })();
    const counts = await placing.finally(() => {
      isDone = true;
    });
    await watching;
    expect(counts).toMatchObject(feeds.map(() => ({ added: 8, revised: 0, unchanged: 0 })));
    expect(await findBroken(watcher)).toEqual([]);
    const { revisions, stories } = await readArchive(watcher);
    expect(revisions.map(({ id }) => id)).toEqual(
      ['first', ...feeds]
        .flatMap(buildDrafts)
        .map(({ id }) => id)
        .sort(),
    );
    expect(Math.max(...stories.map(({ articles }) => articles.length))).toBeGreaterThan(4 * count);
  });

  it('count each of the same drafts as new once, and write them once', async ({ connect, store, expect }) => {
    const drafts = buildDrafts('harbour');
    const counts = await Promise.all([0, 1, 2].map(() => placeArticles(drafts, connect(), judge)));
    expect(counts.map(({ added }) => added).sort()).toEqual([0, 0, 8]);
    expect(counts.map(({ unchanged }) => unchanged).sort()).toEqual([0, 8, 8]);
    expect(await findBroken(store)).toEqual([]);
    expect((await readArchive(store)).revisions).toHaveLength(8);
  });

  it('revise a changed item once, whoever is first', async ({ connect, store, expect }) => {
    const drafts = buildDrafts('harbour').slice(0, 6);
    await placeArticles(drafts, store, judge);
    const changed = drafts.map((draft) => ({ ...draft, title: `${draft.title} again`, seenAt: minutesLater(10) }));
    const counts = await Promise.all([0, 1].map(() => placeArticles(changed, connect(), judge)));
    expect(counts.map(({ revised }) => revised).sort()).toEqual([0, 6]);
    for (const { id } of drafts) expect(await store.articles.revisions(id)).toHaveLength(2);
    expect(await findBroken(store)).toEqual([]);
  });
});
