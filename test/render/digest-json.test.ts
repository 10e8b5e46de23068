import { describe, expect, it } from 'vitest';
import { renderDigestJson } from '../../lib/render/digest-json.ts';
import { buildDigest, buildDigestStory } from '../fixtures/builders.ts';
import {
  buildDigestOf,
  buildEmptyDigest,
  buildFullDigest,
  buildHostileDigest,
  buildHostileStory,
  hostileTexts,
} from '../fixtures/digests.ts';

const publisher = { name: 'The Harbour Post', country: 'GB', ownership: 'private' };
const article = {
  id: 'article-1',
  title: 'Airline check-in fails at three airports',
  url: 'https://harbour-post.example/article-1',
  publisher,
  publishedAt: '2024-07-19T06:00:00.000Z',
  language: 'en',
};

/** What a script that reads stdout gets. */
const print = (digest: Parameters<typeof renderDigestJson>[0]) => JSON.parse(JSON.stringify(renderDigestJson(digest)));

describe('a digest as JSON', () => {
  it('is the contract of the command line, and what else is known of each story', () => {
    expect(print(buildDigest())).toStrictEqual({
      id: 'digest-1',
      from: '2024-07-19T06:00:00.000Z',
      to: '2024-07-19T07:00:00.000Z',
      query: 'topic:outage',
      stories: [
        {
          id: 'story-1',
          title: 'Airline check-in fails at three airports',
          summary: 'Passengers queued for hours after a faulty update.',
          state: 'ongoing',
          sectors: ['aviation'],
          viewpoints: [
            { id: 'resilience', articles: ['article-1'], publishers: [publisher], evidence: ['faulty update'] },
          ],
          publishers: [publisher],
          articles: [article],
          why: 'Aviation; one source.',
          changed: null,
          official: null,
          topic: 'outage',
          updatedAt: '2024-07-19T06:30:00.000Z',
          reportedAt: '2024-07-19T06:30:00.000Z',
          sectorArticles: { aviation: ['article-1'] },
          contested: [['industry-led', 'regulation']],
          independentPublishers: 1,
        },
      ],
      held: [],
      receipt: { feeds: 1, items: 2, fates: { sent: 1, 'same-story': 0, outside: 1, unchanged: 0, muted: 0, held: 0 } },
    });
  });

  it("says what a provider's status page says", () => {
    const [story] = print(buildDigestOf([buildHostileStory('Quay Cloud', 'https://quay.example/')])).stories;
    expect(story.official).toEqual({
      article: 'article-1',
      publisher: 'Quay Cloud',
      state: 'resolved',
      impact: 'major',
      components: ['Quay Cloud', 'Quay Cloud'],
      from: '2024-07-19T06:00:00.000Z',
      at: '2024-07-19T06:05:00.000Z',
    });
  });

  it('has the same keys for every story, whatever is known of it', () => {
    const { state: _state, ...stateless } = buildDigestStory({ sectors: [], viewpoints: [], contested: [] });
    const [told] = print(buildDigest()).stories;
    const [bare] = print(buildDigestOf([stateless])).stories;
    expect(Object.keys(bare)).toEqual(Object.keys(told));
    expect(bare).toMatchObject({ state: null, changed: null, sectors: [], viewpoints: [] });
  });

  it('says of a copy which article it repeats, and nothing of the others', () => {
    const [story] = print(buildFullDigest()).stories;
    expect(story.articles.map(({ copyOf }: { copyOf?: string }) => copyOf).filter(Boolean)).toEqual(['a0-0', 'a0-0']);
    expect(story.articles[0]).not.toHaveProperty('copyOf');
  });

  it('is whole where nothing matched', () => {
    expect(print(buildEmptyDigest())).toMatchObject({ stories: [], held: [], receipt: { feeds: 3, items: 2 } });
  });

  it('carries all of a full digest, its receipt adding up', () => {
    const { stories, held, receipt } = print(buildFullDigest());
    expect(stories).toHaveLength(8);
    expect(held[0]).toEqual({ id: 'held-0', title: expect.any(String), articles: 1 });
    expect(held).toHaveLength(60);
    expect(Object.values<number>(receipt.fates).reduce((sum, count) => sum + count)).toBe(receipt.items);
  });

  it('gives texts as they are: escaping is the business of whoever shows them', () => {
    const titles = print(buildHostileDigest()).held.map(({ title }: { title: string }) => title);
    expect(titles).toEqual(Object.values(hostileTexts));
  });

  it('is one line, whatever stands in the texts', () => {
    expect(JSON.stringify(renderDigestJson(buildHostileDigest()))).not.toMatch(/[\n\r]/);
  });
});
