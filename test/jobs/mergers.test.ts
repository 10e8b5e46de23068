import { describe } from 'vitest';
import type { ArticleDraft } from '../../lib/article.ts';
import { placeArticles } from '../../lib/jobs/place.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import type { Story } from '../../lib/stories/story.ts';
import { minutesLater } from '../fixtures/builders.ts';
import { mergingReports } from '../fixtures/merging-reports.ts';
import { it, judge, readArchive } from './fixture.ts';

type Report = keyof typeof mergingReports;

/** The draft of a report, seen so many minutes after six. */
function draft(report: Report, minutes: number, overrides: Partial<ArticleDraft> = {}): ArticleDraft {
  return {
    id: report,
    feedId: `feed of ${report}`,
    publisher: { name: `Voice of ${report}`, country: 'GB', ownership: 'private' },
    ...mergingReports[report],
    url: `https://${report}.example/`,
    publishedAt: minutesLater(minutes),
    seenAt: minutesLater(minutes),
    language: 'en',
    ...overrides,
  };
}

async function placeEach(store: Store, ...drafts: ArticleDraft[]): Promise<void> {
  for (const one of drafts) await placeArticles([one], store, judge);
}

/** The only story of the archive; fails where articles and stories do not name each other. */
async function readStory(store: Store): Promise<Story> {
  const { stories, revisions } = await readArchive(store);
  const [story, ...others] = stories;
  if (!story || others.length > 0) throw new Error(`${stories.length} stories: ${JSON.stringify(stories)}`);
  for (const { id, storyId } of revisions)
    if (storyId !== story.id || !story.articles.includes(id)) throw new Error(`${id} is not in ${story.id}`);
  return story;
}

const idOf = async (store: Store, report: Report): Promise<string> => (await store.articles.get(report))?.storyId ?? '';
const early = [draft('hospital', 0), draft('tills', 1), draft('hospital2', 2), draft('tills2', 3)];
const all: Report[] = ['both', 'hospital', 'hospital2', 'tills', 'tills2'];

describe('a report that shows two stored stories to be one', () => {
  it.for([
    ['the hospital', early],
    ['the tills', [draft('tills', 0), draft('hospital', 1), draft('tills2', 2), draft('hospital2', 3)]],
  ] as const)('leaves the id of the one that was known first: %s', async ([, drafts], { store, expect }) => {
    await placeEach(store, ...drafts);
    const [first, second] = await Promise.all(drafts.slice(0, 2).map(({ id }) => idOf(store, id as Report)));
    expect(first).not.toBe(second);
    const before = await store.stories.get(second ?? '');
    await placeEach(store, draft('both', 10));
    const story = await readStory(store);
    expect(story.id).toBe(first);
    expect(story.articles.toSorted()).toEqual(all);
    expect(story.absorbed).toEqual([{ id: second, absorbedAt: minutesLater(10), articles: before?.articles }]);
    expect(await store.stories.get(second ?? '')).toStrictEqual(story);
    expect(story).toMatchObject({ firstSeenAt: minutesLater(0), updatedAt: minutesLater(10) });
    expect(story.publishers).toHaveLength(5);
  });

  it('changes nothing when it comes again, alone or with all others', async ({ store, expect }) => {
    await placeEach(store, ...early, draft('both', 10));
    const before = await readArchive(store);
    for (const again of [
      [draft('both', 10)],
      [...early, draft('both', 20)],
      [draft('both', 20), ...early.toReversed()],
    ]) {
      expect(await placeArticles(again, store, judge)).toMatchObject({ added: 0, revised: 0 });
      expect(await readArchive(store)).toStrictEqual(before);
    }
  });

  it('is followed by late arrivals of either', async ({ store, expect }) => {
    await placeEach(store, ...early, draft('both', 10));
    const { id } = await readStory(store);
    await placeEach(store, draft('tills3', 20), draft('hospital3', 21), draft('both2', 22));
    const story = await readStory(store);
    expect(story.id).toBe(id);
    expect(story.articles).toHaveLength(8);
    expect(story.absorbed).toHaveLength(1);
  });

  it('does so in the midst of others', async ({ store, expect }) => {
    await placeEach(store, ...early.slice(0, 3));
    const id = await idOf(store, 'hospital');
    expect(
      await placeArticles([draft('tills2', 9), draft('both', 10), draft('hospital3', 11)], store, judge),
    ).toMatchObject({
      added: 3,
      revised: 0,
      unchanged: 0,
    });
    const story = await readStory(store);
    expect(story.id).toBe(id);
    expect(story.articles).toHaveLength(6);
    expect(story.absorbed).toEqual([expect.objectContaining({ articles: ['tills'] })]);
  });

  it('takes a story that began in its own batch into the stored one, of which nothing is absorbed', async ({
    store,
    expect,
  }) => {
    await placeEach(store, draft('hospital', 0), draft('hospital2', 2));
    const id = await idOf(store, 'hospital');
    await placeArticles([draft('tills', 8), draft('tills2', 9), draft('both', 10)], store, judge);
    const story = await readStory(store);
    expect(story.id).toBe(id);
    expect(story).not.toHaveProperty('absorbed');
    expect(story.articles.toSorted()).toEqual(all);
  });

  it('makes one story of a batch in which both began', async ({ store, expect }) => {
    await placeArticles([...early, draft('both', 10)], store, judge);
    const story = await readStory(store);
    expect(story).not.toHaveProperty('absorbed');
    expect(story).toMatchObject({ version: 1 });
    await placeEach(store, draft('tills3', 20), draft('hospital3', 21));
    expect((await readStory(store)).id).toBe(story.id);
  });

  it('stands beside a changed report of the story that is absorbed', async ({ store, expect }) => {
    await placeEach(store, ...early);
    const changed = draft('tills', 10, { summary: 'Tills of the supermarket chain went down in 400 shops.' });
    expect(await placeArticles([changed, draft('both', 10)], store, judge)).toMatchObject({ added: 1, revised: 1 });
    const story = await readStory(store);
    expect(await store.articles.revisions('tills')).toMatchObject([
      { revision: 1, storyId: story.id },
      { revision: 2, storyId: story.id, summary: changed.summary },
    ]);
  });

  it('lets a changed report stay in the story that its own became part of', async ({ store, expect }) => {
    await placeEach(store, ...early, draft('both', 10));
    const { id } = await readStory(store);
    const changed = draft('tills', 20, { title: 'Cup final abandoned', summary: 'The referee sent both sides off.' });
    await placeEach(store, changed);
    expect(await readStory(store)).toMatchObject({ id, updatedAt: minutesLater(20) });
  });
});

describe('processes that place at once', () => {
  it('may each begin a story of one event, which the next report makes one', async ({ connect, store, expect }) => {
    const other = connect();
    let isFirst = true;
    // The other process writes after this one has looked and before it writes.
    const overtaken: Store = {
      ...store,
      stories: {
        ...store.stories,
        async similar(...question) {
          const found = await store.stories.similar(...question);
          if (isFirst) {
            isFirst = false;
            await placeEach(other, draft('hospital', 0));
          }
          return found;
        },
      },
    };
    await placeEach(overtaken, draft('hospital2', 1));
    const { stories } = await readArchive(store);
    expect(stories.map(({ articles }) => articles)).toHaveLength(2);
    await placeEach(store, draft('hospital3', 2));
    const story = await readStory(other);
    expect(story.id).toBe(stories.find(({ articles }) => articles.includes('hospital'))?.id);
    expect(story.articles.toSorted()).toEqual(['hospital', 'hospital2', 'hospital3']);
    expect(story.absorbed).toMatchObject([{ articles: ['hospital2'], absorbedAt: minutesLater(2) }]);
  });

  it('decide anew where another merged the story that they add to', async ({ connect, store, expect }) => {
    await placeEach(store, ...early);
    const other = connect();
    let isFirst = true;
    const overtaken: Store = {
      ...store,
      articles: {
        ...store.articles,
        async place(placement) {
          if (isFirst) {
            isFirst = false;
            await placeEach(other, draft('both', 10));
          }
          return store.articles.place(placement);
        },
      },
    };
    await placeEach(overtaken, draft('tills3', 11));
    const story = await readStory(store);
    expect(story.articles).toHaveLength(6);
    expect(story.absorbed).toHaveLength(1);
  });

  it.for([2, 6])('make one story of two, each with a report of both: %i', async (count, { connect, store, expect }) => {
    await placeEach(store, ...early);
    const id = await idOf(store, 'hospital');
    const drafts = Array.from({ length: count }, (_, i) =>
      draft('both', 10, { id: `both of ${i}`, feedId: `${i}`, url: `https://${i}.example/` }),
    );
    await Promise.all(drafts.map((one) => placeEach(connect(), one)));
    const story = await readStory(store);
    expect(story.id).toBe(id);
    expect(story.articles).toHaveLength(4 + count);
    expect(story.absorbed).toHaveLength(1);
  });
});
