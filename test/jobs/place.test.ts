import { describe } from 'vitest';
import type { ArticleDraft } from '../../lib/article.ts';
import { placeArticles } from '../../lib/jobs/place.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { reports } from '../fixtures/feed-server.ts';
import { it, judge, readArchive } from './fixture.ts';

type Report = keyof typeof reports;

/** The draft of a sample report, by the feed that carries it. */
function buildDraft(report: Report, overrides: Partial<ArticleDraft> = {}): ArticleDraft {
  const { title, summary, url } = reports[report];
  return {
    id: report,
    feedId: 'harbour',
    publisher: { name: 'The Harbour Post', country: 'GB', ownership: 'private' },
    title,
    summary,
    url,
    publishedAt: morning,
    seenAt: morning,
    language: 'en',
    ...overrides,
  };
}

const ledger = {
  feedId: 'ledger',
  publisher: { name: 'Deccan Ledger', country: 'IN', ownership: 'private' },
} as const;

/** The articles of each story, in an order that does not depend on which came first. */
async function readGrouping(store: Store): Promise<string[][]> {
  const { stories } = await readArchive(store);
  return stories.map(({ articles }) => articles.toSorted()).sort();
}

describe('placing', () => {
  it('judges new reports, and puts those of one event into one story and others into their own', async ({
    store,
    expect,
  }) => {
    const drafts = [
      buildDraft('crash'),
      buildDraft('law'),
      buildDraft('crashElsewhere', ledger),
      buildDraft('football'),
    ];
    expect(await placeArticles(drafts, store, judge)).toMatchObject({ added: 4, revised: 0, unchanged: 0 });
    expect(await readGrouping(store)).toEqual([['crash', 'crashElsewhere'], ['football'], ['law']]);
    const { revisions, stories } = await readArchive(store);
    for (const article of revisions) {
      const draft = drafts.find(({ id }) => id === article.id);
      expect(article).toMatchObject({ ...draft, ...(draft && judge.classify(draft)), revision: 1, revisedAt: morning });
      expect(article).not.toHaveProperty('change');
      expect(stories.find(({ id }) => id === article.storyId)?.articles).toContain(article.id);
    }
  });

  it('finds the story that an earlier placing began', async ({ store, expect }) => {
    await placeArticles([buildDraft('crash'), buildDraft('football')], store, judge);
    const before = await store.articles.get('crash');
    await placeArticles([buildDraft('crashElsewhere', ledger)], store, judge);
    expect((await store.articles.get('crashElsewhere'))?.storyId).toBe(before?.storyId);
    expect(await readGrouping(store)).toEqual([['crash', 'crashElsewhere'], ['football']]);
  });

  it('of the same drafts again changes nothing', async ({ store, expect }) => {
    const drafts = [buildDraft('crash'), buildDraft('law'), buildDraft('football')];
    await placeArticles(drafts, store, judge);
    const before = await readArchive(store);
    const later = drafts.map((draft) => ({ ...draft, seenAt: minutesLater(30) }));
    for (const again of [drafts, drafts.toReversed(), later]) {
      expect(await placeArticles(again, store, judge)).toMatchObject({ added: 0, revised: 0, unchanged: 3 });
      expect(await readArchive(store)).toStrictEqual(before);
    }
  });

  it('of nothing does nothing', async ({ store, expect }) => {
    expect(await placeArticles([], store, judge)).toMatchObject({ added: 0, revised: 0, unchanged: 0 });
    expect(await readArchive(store)).toEqual({ revisions: [], stories: [] });
  });

  it('takes an item that stands twice in a document once, and finds it unchanged the next time', async ({
    store,
    expect,
  }) => {
    const drafts = [buildDraft('crash'), buildDraft('crash', { summary: 'Airlines grounded flights.' })];
    expect(await placeArticles(drafts, store, judge)).toMatchObject({ added: 1, revised: 0, unchanged: 0 });
    expect(await placeArticles(drafts, store, judge)).toMatchObject({ added: 0, revised: 0, unchanged: 1 });
  });

  it('gives two drafts of one page by two feeds to the feed that was first', async ({ store, expect }) => {
    await placeArticles([buildDraft('crash')], store, judge);
    const carried = buildDraft('crash', { ...ledger, title: 'From our partners', seenAt: minutesLater(5) });
    expect(await placeArticles([carried], store, judge)).toMatchObject({ added: 0, revised: 0, unchanged: 1 });
    expect(await store.articles.get('crash')).toMatchObject({ feedId: 'harbour', title: reports.crash.title });
  });
});

describe('a changed item', () => {
  it('becomes the next revision, judged anew, in the story where it was, with its first times', async ({
    store,
    expect,
  }) => {
    await placeArticles([buildDraft('crash'), buildDraft('crashElsewhere', ledger)], store, judge);
    const before = await store.articles.get('crash');
    const changed = buildDraft('crash', {
      title: 'Cup final abandoned after 70 minutes',
      summary: 'The referee sent both sides off the field.',
      seenAt: minutesLater(30),
      publishedAt: minutesLater(20),
    });
    expect(await placeArticles([changed], store, judge)).toMatchObject({ added: 0, revised: 1, unchanged: 0 });
    const [first, second, ...more] = await store.articles.revisions('crash');
    expect(more).toEqual([]);
    expect(first).toStrictEqual(before);
    expect(second).toStrictEqual({
      ...changed,
      ...judge.classify(changed),
      publishedAt: morning,
      seenAt: morning,
      storyId: before?.storyId,
      revision: 2,
      revisedAt: minutesLater(30),
      change: 'new-fact',
    });
    expect(await readGrouping(store)).toEqual([['crash', 'crashElsewhere']]);
    const story = await store.stories.get(before?.storyId ?? '');
    expect(story?.updatedAt).toEqual(minutesLater(30));
    expect(story?.firstSeenAt).toEqual(morning);
  });

  it.for([
    ['cosmetic', 'was reworded', { summary: reports.law.summary.replace('obliges', 'requires') }],
    ['new-fact', 'has a new figure', { summary: `${reports.law.summary} It names 14 sectors.` }],
  ] as const)('is %s where it %s', async ([change, , wording], { store, expect }) => {
    await placeArticles([buildDraft('law')], store, judge);
    await placeArticles([buildDraft('law', { ...wording, seenAt: minutesLater(30) })], store, judge);
    expect(await store.articles.get('law')).toMatchObject({ revision: 2, change });
  });

  it('stands beside new ones in one placing', async ({ store, expect }) => {
    await placeArticles([buildDraft('law'), buildDraft('football')], store, judge);
    const drafts = [
      buildDraft('law', { title: 'Parliament rejects cybersecurity law', seenAt: minutesLater(30) }),
      buildDraft('football', { seenAt: minutesLater(30) }),
      buildDraft('crash', { seenAt: minutesLater(30) }),
    ];
    expect(await placeArticles(drafts, store, judge)).toMatchObject({ added: 1, revised: 1, unchanged: 1 });
    const { revisions } = await readArchive(store);
    expect(revisions.map(({ id, revision }) => `${id} ${revision}`)).toEqual([
      'crash 1',
      'football 1',
      'law 1',
      'law 2',
    ]);
  });
});

describe('the order of feeds', () => {
  const batches = [
    [buildDraft('crash'), buildDraft('law')],
    [buildDraft('crashElsewhere', ledger), buildDraft('football', ledger)],
    [
      buildDraft('law', {
        id: 'law-elsewhere',
        feedId: 'office',
        publisher: { name: 'Office for Assurance', country: 'SG', ownership: 'government' },
        title: 'Cybersecurity law adopted by parliament: operators of essential services face fines',
      }),
    ],
  ];
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  /** What is stored, but for the ids of stories: a story is named after the report that began it. */
  async function readWithoutStoryIds(store: Store) {
    const { revisions, stories } = await readArchive(store);
    return {
      revisions: revisions.map(({ storyId: _, ...article }) => article),
      stories: stories.map(({ id: _, ...story }) => story).sort((a, b) => (a.title < b.title ? -1 : 1)),
    };
  }

  it.for(orders.map((order) => [order.join(', '), order] as const))(
    'does not matter for what is stored: %s',
    async ([, order], { connect, store, expect }) => {
      const reference = connect('in the order of the list');
      for (const batch of batches) await placeArticles(batch, reference, judge);
      for (const i of order) await placeArticles(batches[i] ?? [], store, judge);
      expect(await readGrouping(store)).toEqual([['crash', 'crashElsewhere'], ['football'], ['law', 'law-elsewhere']]);
      expect(await readWithoutStoryIds(store)).toStrictEqual(await readWithoutStoryIds(reference));
    },
  );
});
