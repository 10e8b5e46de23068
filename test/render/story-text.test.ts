import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderSidesText, renderStoryLines, renderStoryText, type ToldStory } from '../../lib/render/story-text.ts';
import { sectorIds } from '../../lib/taxonomy.ts';
import { buildArticle, buildStory, morning } from '../fixtures/builders.ts';
import { buildFullDigest, forbiddenMarks, hostileTexts } from '../fixtures/digests.ts';

const plain = { width: 100, color: false };
const widths = [40, 80, 110];

/** A story of one article that takes a position, every text of its feed being `text`. */
function buildTold(text: string, overrides: Partial<ToldStory> = {}): ToldStory {
  const publisher = { name: text, country: 'GB', ownership: 'private' as const };
  const viewpoints = [{ id: 'rights' as const, score: 0.9, evidence: [text, 'privacy'] }];
  const updates = [{ at: morning, state: 'resolved' as const, text }, { text }];
  const incident = { state: 'resolved' as const, components: [text], updates };
  return {
    story: buildStory({
      title: text,
      publishers: [publisher],
      official: {
        articleId: 'article-1',
        publisher: text,
        state: 'resolved',
        components: [text],
        from: morning,
        at: morning,
      },
    }),
    articles: [buildArticle({ title: text, publisher, viewpoints, incident })],
    sides: [{ id: 'rights', articles: ['article-1'], publishers: [publisher], evidence: [text] }],
    ...overrides,
  };
}

const long = buildFullDigest()
  .stories.map(({ title }) => title)
  .join(' ');
const renderings: [string, (text: string, width: number, color: boolean) => string][] = [
  ['stories in lines', (text, width, color) => renderStoryLines([buildTold(text).story], { width, color })],
  ['a story', (text, width, color) => renderStoryText(buildTold(text), { width, color })],
  ['its sides', (text, width, color) => renderSidesText(buildTold(text), { width, color })],
];

describe.each(renderings)('%s as text', (_name, render) => {
  it.each(widths)('keeps to %i columns, addresses apart', (width) => {
    for (const line of render(long, width, false).split('\n')) {
      if (!line.includes('https://')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  it.each(widths)('says the same in colour at %i columns', (width) => {
    const colored = render(long, width, true);
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(render(long, width, false));
  });

  it.each(Object.entries(hostileTexts))('lets nothing through of %s', (_attempt, text) => {
    expect(render(text, 100, false)).not.toMatch(forbiddenMarks);
  });
});

describe('stories in lines', () => {
  it('tell the id, the headline, who is hit and how many say so', () => {
    const story = buildStory({ publishers: [], independentPublishers: 2 });
    expect(renderStoryLines([story], plain)).toBe(`story-1  Airline check-in fails at three airports
         outage, ongoing  Aviation · 2 independent sources, last report 19 Jul 2024 06:00 UTC
`);
  });

  it('count the sectors beyond six', () => {
    const sectors = sectorIds.map((id) => ({ id, score: 1, articles: [] }));
    expect(renderStoryLines([buildStory({ sectors })], { width: 110, color: false })).toContain(
      'Healthcare and 12 more ·',
    );
  });

  it('name no sector and no state where there is none', () => {
    const { state: _state, ...story } = buildStory({ sectors: [], topic: 'policy' });
    expect(renderStoryLines([story], plain)).toContain(' policy  1 source, last report');
  });

  it('cut a long headline with an ellipsis', () => {
    expect(
      renderStoryLines([buildStory({ title: '漢字'.repeat(80) })], { width: 40, color: false }).split('\n')[0],
    ).toMatch(/字…$|漢…$/);
  });
});

describe('a story as text', () => {
  it('tells every article with its source and labels', () => {
    expect(renderStoryText(buildTold('Blackout'), plain)).toBe(`Blackout  [outage, ongoing]
Aviation · 1 independent of 1 source, first seen 19 Jul 2024 06:00 UTC, last report 19 Jul 2024
06:00 UTC
Blackout: resolved at 19 Jul 2024 06:00 UTC; hits Blackout

19 Jul 2024 06:00 UTC  article-1
   Blackout
   Blackout (GB, private)
   outage aviation view:rights
   19 Jul 2024 06:00 UTC resolved: Blackout
   Blackout
   https://harbour-post.example/article-1

Rights: people's rights first: privacy, expression, access
   Blackout (GB, private)
   - Blackout  “Blackout”, “privacy”

Too few sources to say who is missing.
`);
  });

  it('leaves a long address whole', () => {
    const url = `https://a.example/${'x'.repeat(200)}`;
    expect(
      renderStoryText(buildTold('A', { articles: [buildArticle({ url })] }), { width: 40, color: false }),
    ).toContain(`   ${url}\n`);
  });

  it('has no line for an article without address', () => {
    expect(renderStoryText(buildTold('A', { articles: [buildArticle({ url: '' })] }), plain)).toContain(
      'outage aviation\n\n',
    );
  });
});

describe('the sides of a story', () => {
  it('say when nobody takes a position', () => {
    expect(renderSidesText(buildTold('A', { sides: [] }), plain)).toContain(
      'No article of this story takes a position.',
    );
  });

  it('say who is missing', () => {
    const missing = {
      ownerships: ['state', 'academia'] as const,
      countries: ['CN'],
      loneViewpoints: ['rights'] as const,
    };
    const told = buildTold('A', {
      missing: { ...missing, ownerships: [...missing.ownerships], loneViewpoints: [...missing.loneViewpoints] },
    });
    expect(renderSidesText(told, plain)).toContain(`Silent so far: state, academia outlets that you follow
No word from: CN
One source only for: Rights
`);
  });

  it('say so when nobody is missing', () => {
    const told = buildTold('A', { missing: { ownerships: [], countries: [], loneViewpoints: [] } });
    expect(renderSidesText(told, plain)).toContain('Nobody that you follow is missing.');
  });

  it('quote only articles that are known', () => {
    expect(renderSidesText(buildTold('A', { articles: [] }), plain)).not.toContain('   - ');
  });
});
