import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../lib/digest/digest.ts';
import { tellReceipt } from '../../lib/digest/tell.ts';
import { actionIds } from '../../lib/render/actions.ts';
import { renderDigestBlocks } from '../../lib/render/digest-blocks.ts';
import { checkMessageBlocks, countBlockText } from '../../lib/slack/playground/check-blocks.ts';
import { viewpointIds, viewpoints } from '../../lib/taxonomy.ts';
import { buildDigest, buildDigestStory } from '../fixtures/builders.ts';
import {
  buildDigestOf,
  buildEmptyDigest,
  buildFullDigest,
  buildHostileDigest,
  buildHostileStory,
  forbiddenMarks,
  hostileTexts,
  hostileUrls,
} from '../fixtures/digests.ts';

interface Leaf {
  type: string;
  text: string;
  url?: string;
}

/** Everything in a message that carries text, wherever it stands, but for buttons and menus. */
function listLeaves(value: unknown): Leaf[] {
  if (Array.isArray(value)) return value.flatMap(listLeaves);
  if (typeof value !== 'object' || value === null) return [];
  if ('action_id' in value) return [];
  return 'text' in value && typeof value.text === 'string' ? [value as Leaf] : Object.values(value).flatMap(listLeaves);
}

const leavesOf = (digest: Digest) => listLeaves(renderDigestBlocks(digest).blocks);
const textOf = (digest: Digest) =>
  leavesOf(digest)
    .map(({ text }) => text)
    .join('');
const linksOf = (digest: Digest) => leavesOf(digest).flatMap(({ url }) => url ?? []);
const linkOf = (url: string) => linksOf(buildDigestOf([buildHostileStory('Title', url)]))[0];
const readEscapes = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The limits that Slack sets, and the budget that the design sets, for any digest at all. */
function expectPostable(digest: Digest) {
  const { text, blocks } = renderDigestBlocks(digest);
  expect(checkMessageBlocks(blocks)).toEqual([]);
  expect(countBlockText(blocks)).toBeLessThanOrEqual(10_000);
  for (const block of blocks) {
    expect(listLeaves(block).reduce((sum, leaf) => sum + leaf.text.length, 0)).toBeLessThanOrEqual(3000);
  }
  for (const leaf of listLeaves(blocks)) {
    expect(['plain_text', 'text', 'link']).toContain(leaf.type);
    expect(leaf.text).not.toMatch(forbiddenMarks);
    expect(leaf.text.isWellFormed()).toBe(true);
    if (leaf.url !== undefined) expect(leaf.url).toMatch(/^https?:\/\/[^\s<>"]{1,2991}$/);
  }
  expect(text.length).toBeLessThanOrEqual(6_000);
  expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
  expect(text).not.toMatch(forbiddenMarks);
}

/** What a listener must hear of every story that has room. */
function expectTold(digest: Digest) {
  const lines = renderDigestBlocks(digest).text.split('\n');
  for (const [i, story] of digest.stories.slice(0, 8).entries()) {
    const line = lines.find((one) => one.startsWith(`${i + 1}. `)) ?? '';
    expect(line).toMatch(/^\d\. \S/);
    expect(line).toContain(` (${[story.topic, story.state].filter(Boolean).join(', ')}).`);
    for (const { id } of story.viewpoints) expect(line).toContain(viewpoints[id].title);
  }
  expect(lines.at(-1)).toBe(`${tellReceipt(digest.receipt, digest.stories.length)}.`);
}

describe('a digest as Slack blocks', () => {
  it('has a header, counts by sector, a menu and a text a story, and the receipt with its button', () => {
    const { blocks } = renderDigestBlocks(buildDigest());
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'context',
      'divider',
      'section',
      'rich_text',
      'divider',
      'section',
    ]);
    expect(listLeaves(blocks).map(({ text }) => text)).toEqual([
      'Faultline: 1 hour to 19 Jul 2024 07:00 UTC',
      '1 story. By sector: Aviation 1',
      'Query: topic:outage',
      '1. outage, ongoing',
      'Airline check-in fails at three airports',
      '\nPassengers queued for hours after a faulty update.',
      '\nAviation; one source.',
      '\nSides: ',
      'Resilience: The Harbour Post (GB, private)',
      '2 items from 1 feed: 1 outside your query, 1 in 1 story, 0 held for the next, 0 lost',
    ]);
    expect(linksOf(buildDigest())).toEqual(['https://harbour-post.example/article-1']);
  });

  it('says the same at the top level, in words', () => {
    expect(
      renderDigestBlocks(buildDigest()).text,
    ).toBe(`Faultline: 1 hour to 19 Jul 2024 07:00 UTC. 1 story. By sector: Aviation 1.
Query: topic:outage
1. Airline check-in fails at three airports (outage, ongoing). Passengers queued for hours after a faulty update. Aviation; one source. Sides: Resilience: The Harbour Post (GB, private).
2 items from 1 feed: 1 outside your query, 1 in 1 story, 0 held for the next, 0 lost.`);
  });

  it('offers five deeds for each story, and the receipt', () => {
    const elements = renderDigestBlocks(buildDigest()).blocks.flatMap((block) =>
      block.type === 'section' && block.accessory ? [block.accessory] : [],
    );
    expect(elements).toMatchObject([
      {
        type: 'overflow',
        action_id: actionIds.storyMenu,
        options: [
          { text: { text: 'Sides' }, value: 'sides|story-1|digest-1' },
          { text: { text: 'Why these labels?' }, value: 'why|story-1|digest-1' },
          { text: { text: 'Fix labels' }, value: 'fix|story-1|digest-1' },
          { text: { text: 'Not the same story' }, value: 'split|story-1|digest-1' },
          { text: { text: 'Mute source' }, value: 'mute|story-1|digest-1' },
        ],
      },
      { type: 'button', action_id: actionIds.receipt, value: 'digest-1' },
    ]);
  });

  it('names the first stories that are held for the next digest', () => {
    const held = [1, 2, 3, 4].map((i) => ({ id: `${i}`, title: `Story ${i}`, articles: 1 }));
    const digest = buildDigest({ held });
    const line = 'Held for the next digest: Story 1 · Story 2 · Story 3 · 1 more';
    expect(textOf(digest)).toContain(line);
    expect(renderDigestBlocks(digest).text).toContain(line);
  });

  it('says so where nothing matched', () => {
    expect(textOf(buildEmptyDigest())).toContain('Nothing in this period matches');
    expect(renderDigestBlocks(buildEmptyDigest()).text).toContain('Nothing in this period matches.');
  });

  it.each([
    ['small', buildDigest()],
    ['full', buildFullDigest()],
    ['hostile', buildHostileDigest()],
    ['empty', buildEmptyDigest()],
  ])('can be posted and is told whole: the %s digest', (_name, digest) => {
    expectPostable(digest);
    expectTold(digest);
  });

  it('gives each title of a full digest in both forms', () => {
    const digest = buildFullDigest();
    const { text } = renderDigestBlocks(digest);
    for (const { title } of digest.stories) {
      expect(textOf(digest)).toContain(title);
      expect(readEscapes(text)).toContain(title);
    }
  });

  it('says what changed, and counts nothing by sector where no sector is known', () => {
    const digest = buildDigestOf([buildDigestStory({ changed: 'ongoing → resolved', sectors: [] })]);
    expect(textOf(digest)).toContain('\nChanged: ongoing → resolved');
    expect(textOf(digest)).toContain('1 story');
    expect(renderDigestBlocks(digest).text).toContain(' Changed: ongoing → resolved. ');
    expect(textOf(digest)).not.toContain('By sector');
  });

  it('counts the stories of each sector, commonest first', () => {
    const hit = (...ids: ('rail' | 'energy')[]) =>
      buildDigestStory({ sectors: ids.map((id) => ({ id, articles: ['a'] })) });
    const counts = '2 stories. By sector: Energy 2, Rail and public transit 1';
    expect(leavesOf(buildDigestOf([hit('rail', 'energy'), hit('energy')]))[1]?.text).toBe(counts);
  });

  it('counts the voices of each side where their names find no room', () => {
    const { publishers } = buildDigestStory();
    const sides = viewpointIds.map((id) => ({ id, articles: [], publishers, evidence: [] }));
    const crowded = buildDigestOf([buildDigestStory({ viewpoints: sides })]);
    expect(textOf(crowded)).toContain('Multilateral (1 source) · Sovereignty (1 source) · ');
    expect(renderDigestBlocks(crowded).text).toContain('Sides: Multilateral (1 source); Sovereignty (1 source); ');
  });

  it('shortens a summary before anything else', () => {
    const long = buildDigestStory({
      summary: 'Long sentence. '.repeat(60),
      why: 'w'.repeat(200),
      title: 't'.repeat(180),
    });
    const leaves = leavesOf(buildDigestOf(Array.from({ length: 8 }, () => long))).map(({ text }) => text);
    expect(leaves).toContain('t'.repeat(180));
    expect(leaves).toContain(`\n${'w'.repeat(200)}`);
    expect(leaves.filter((text) => /^\nLong sentence\. .*…$/.test(text))).toHaveLength(8);
  });

  it('gives the room that a short story leaves to a long one', () => {
    const short = buildDigestStory({ summary: 'Short.' });
    const long = buildDigestStory({ summary: 'word '.repeat(199).trim() });
    const stories = [long, ...Array.from({ length: 7 }, () => short)];
    expect(textOf(buildDigestOf(stories))).toContain(long.summary);
    expect(renderDigestBlocks(buildDigestOf(stories)).text).toContain(long.summary);
  });

  it('says how many stories found no place', () => {
    const digest = buildDigestOf(
      Array.from({ length: 31 }, (_, i) => buildDigestStory({ id: `${i}`, title: `Story ${i}` })),
    );
    expectPostable(digest);
    expect(textOf(digest)).toContain('23 more stories are in the digest and not shown here.');
    expect(renderDigestBlocks(digest).text).toContain('23 more stories are in the digest and not shown here.');
  });

  it.each([
    '<!channel>',
    '<!here>',
    '<@U1>',
    '<#C1>',
    '<https://evil|bank.example>',
    '&lt;!channel&gt;',
    ':fire: *b* _i_ `c`',
  ])('shows %s as it is and means nothing by it', (text) => {
    const digest = buildDigestOf([buildHostileStory(text, 'https://a.example/')]);
    const { blocks, text: words } = renderDigestBlocks(digest);
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
    expect(leavesOf(digest).find(({ type }) => type === 'link')?.text).toBe(text);
    expect(readEscapes(words)).toContain(`1. ${text} (outage, ongoing). ${text} `);
    expect(words).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });

  it('does not let emoji names turn into pictures', () => {
    for (const leaf of leavesOf(buildFullDigest()))
      if (leaf.type === 'plain_text') expect(leaf).toHaveProperty('emoji', false);
  });

  it.each(Object.entries(hostileTexts))('lets nothing through of %s', (_attempt, text) => {
    expectPostable(buildDigestOf([buildHostileStory(text, text)]));
  });

  it('cuts a title of ampersands so that no escape is cut in half', () => {
    const digest = buildDigestOf(Array.from({ length: 8 }, () => buildHostileStory('&'.repeat(5000), '')));
    expectPostable(digest);
    expectTold(digest);
    expect(renderDigestBlocks(digest).text).toMatch(/^1\. (?:&amp;)+… \(outage/m);
  });

  it.each(hostileUrls)('links nothing to %j', (url) => {
    expect(linkOf(url)).toBeUndefined();
    expect(textOf(buildDigestOf([buildHostileStory('Title', url)]))).toContain('Title');
  });

  it.each([
    ["https://a.example/it's", "https://a.example/it's"],
    ['https://a.example/a|b', 'https://a.example/a|b'],
    ['HTTPS://A.example/<b>"', 'https://a.example/%3Cb%3E%22'],
    ['https://пример.example/\u202e', 'https://xn--e1afmkfd.example/%E2%80%AE'],
  ])('links %s', (url, href) => {
    expect(linkOf(url)).toBe(href);
  });

  it('links an address of 3,000 characters and none longer', () => {
    const url = `https://a.example/${'x'.repeat(2982)}`;
    expect(linkOf(url)).toHaveLength(3000);
    expect(linkOf(`${url}x`)).toBeUndefined();
  });

  it('links the article that gave the headline, else the first that can be linked', () => {
    const [article] = buildDigestStory().articles;
    if (!article) throw new Error('no article');
    const other = { ...article, title: 'Another', url: 'https://other.example/' };
    const unsafe = { ...article, url: 'javascript:alert(1)' };
    expect(linksOf(buildDigestOf([buildDigestStory({ articles: [other, article] })]))).toEqual([article.url]);
    expect(linksOf(buildDigestOf([buildDigestStory({ articles: [unsafe, other] })]))).toEqual([other.url]);
    expect(linksOf(buildDigestOf([buildDigestStory({ articles: [] })]))).toEqual([]);
  });

  it('can be posted and is told whole, whatever the texts, the number of stories and of sides', () => {
    const long = (most: number) =>
      fc
        .tuple(
          fc.oneof(
            fc.string({ unit: 'binary', minLength: 1 }),
            fc.constantFrom('&<>', 'word ', '漢字', '\u202e', '😀', '. '),
          ),
          fc.nat(most),
        )
        .map(([text, times]) => text.repeat(times));
    const story = fc
      .record({
        title: long(300),
        summary: long(900),
        why: long(200),
        changed: long(200),
        name: long(200),
        sides: fc.nat(9),
        path: fc.nat(4000),
      })
      .map(({ name, sides, path, ...texts }) => {
        const publisher = { name, country: 'GB', ownership: 'intergovernmental' as const };
        const publishers = [publisher, publisher, publisher];
        const viewpoints = viewpointIds
          .slice(0, sides)
          .map((id) => ({ id, articles: ['article-1'], publishers, evidence: [name] }));
        const hostile = buildHostileStory(texts.title, `https://a.example/${'x'.repeat(path)}`);
        return { ...hostile, ...texts, viewpoints, publishers };
      });
    fc.assert(
      fc.property(fc.array(story, { maxLength: 10 }), (stories) => {
        const digest = buildDigestOf(stories);
        expectPostable(digest);
        expectTold(digest);
      }),
      { numRuns: 100 },
    );
  });
});
