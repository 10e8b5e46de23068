import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderDigestText } from '../../lib/render/digest-text.ts';
import { buildDigest, buildDigestStory } from '../fixtures/builders.ts';
import {
  buildDigestOf,
  buildEmptyDigest,
  buildFullDigest,
  buildHostileDigest,
  buildHostileStory,
  forbiddenMarks,
  hostileTexts,
} from '../fixtures/digests.ts';

const plain = { width: 100, color: false };
const widths = [40, 80, 110];
const digests = {
  small: buildDigest(),
  full: buildFullDigest(),
  hostile: buildHostileDigest(),
  empty: buildEmptyDigest(),
};
const named = Object.entries(digests);

/** The words in order, whatever the line breaks. */
const words = (text: string) => text.replace(/\s+/g, ' ');

describe('a digest as terminal text', () => {
  it('tells the story, who is hit, how sure, the sides, the sources and the receipt', () => {
    expect(
      renderDigestText(buildDigest(), { width: 60, color: false }),
    ).toBe(`Faultline  1 hour to 19 Jul 2024 07:00 UTC
topic:outage

1  Airline check-in fails at three airports  [outage,
   ongoing]
   Passengers queued for hours after a faulty update.
   Hit       Aviation 1
   Sure      Aviation; one source.
   Sides     Resilience: The Harbour Post (GB, private)
             “faulty update”
   Contested Industry-led against Regulation
   Sources   The Harbour Post (GB, private)
   story story-1, 1 article here

2 items from 1 feed: 1 outside your query, 1 in 1 story, 0
held for the next, 0 lost
digest digest-1
`);
  });

  it("tells the provider's own word: state, times, impact and components", () => {
    const text = renderDigestText(buildDigestOf([buildHostileStory('Quay Cloud', '')]), { width: 200, color: false });
    expect(words(text)).toContain(
      'Official Quay Cloud: resolved at 19 Jul 2024 06:05 UTC, open since 19 Jul 2024 06:00 UTC; impact major; hits Quay Cloud, Quay Cloud',
    );
  });

  it('says that nothing matches, and still accounts for every item', () => {
    const text = renderDigestText(buildEmptyDigest(), plain);
    expect(text).toContain('Nothing in this period matches.');
    expect(text).toContain('2 items from 3 feeds: 2 outside your query, 0 in 0 stories, 0 held for the next, 0 lost');
  });

  it('counts one article in the singular and two in the plural', () => {
    const [article] = buildDigestStory().articles;
    const articles = article ? [article, { ...article, id: 'article-2' }] : [];
    expect(renderDigestText(buildDigestOf([buildDigestStory()]), plain)).toContain('1 article here');
    expect(renderDigestText(buildDigestOf([buildDigestStory({ articles })]), plain)).toContain('2 articles here');
  });

  it('names every story of a full digest, and how many of the held it does not name', () => {
    const digest = buildFullDigest();
    const text = words(renderDigestText(digest, { width: 110, color: false }));
    for (const { id } of digest.stories) expect(text).toContain(`story ${id}, 14 articles here`);
    expect(text).toContain(' · 55 more ');
    expect(text).toContain('and 8 more');
  });

  it('leaves out what a story does not have', () => {
    const bare = buildDigestStory({ summary: '', sectors: [], viewpoints: [], contested: [] });
    const text = renderDigestText(buildDigestOf([bare]), plain);
    expect(text).not.toMatch(/^ {3}(?:Hit|Sides|Contested|Changed) /m);
    expect(text).not.toMatch(/\n\s*\n\s+Sure/);
  });

  it('names a story that has nothing to see in its title', () => {
    expect(renderDigestText(buildDigestOf([buildDigestStory({ title: '\u200b\u202e' })]), plain)).toContain(
      '1  Untitled  [outage',
    );
  });

  describe.each(named)('of the %s digest', (_name, digest) => {
    it.each(widths)('keeps to %i columns', (width) => {
      for (const line of renderDigestText(digest, { width, color: false }).split('\n')) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      }
    });

    it('has no escape code without colour', () => {
      expect(renderDigestText(digest, plain)).not.toMatch(forbiddenMarks);
    });

    it.each(widths)('says the same in colour at %i columns', (width) => {
      const colored = renderDigestText(digest, { width, color: true });
      expect(colored).toContain('\u001b[1m');
      expect(stripVTControlCharacters(colored)).toBe(renderDigestText(digest, { width, color: false }));
    });
  });

  it('writes no wider than 110 columns on a wider terminal, and no narrower than 40', () => {
    expect(renderDigestText(digests.full, { width: 500, color: false })).toBe(
      renderDigestText(digests.full, { width: 110, color: false }),
    );
    expect(renderDigestText(digests.full, { width: 1, color: false })).toBe(
      renderDigestText(digests.full, { width: 40, color: false }),
    );
  });

  it.each(Object.entries(hostileTexts))('lets nothing through of %s', (_attempt, text) => {
    const digest = buildDigestOf([buildHostileStory(text, '')], {
      query: text,
      held: [{ id: 'h', title: text, articles: 1 }],
    });
    const rendered = renderDigestText(digest, plain);
    expect(rendered).not.toMatch(forbiddenMarks);
    expect(rendered.isWellFormed()).toBe(true);
  });

  it.each([
    ['pay\u200bpal pay\u200dpal', 'paypal paypal'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['क्\u200dष', 'क्\u200dष'],
    ['👩\u200d🚒 ❤\ufe0f', '👩\u200d🚒 ❤\ufe0f'],
  ])('shows %j as %j', (title, shown) => {
    expect(renderDigestText(buildDigestOf([buildDigestStory({ title })]), plain)).toContain(`1  ${shown}  [outage`);
  });

  it('keeps to its width and its one line a text for any title', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[31m', '漢字', 'é', '👩\u200d🚒', '\n', 'x'.repeat(90)),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), fc.integer({ min: 40, max: 110 }), (parts, width) => {
        const rendered = renderDigestText(buildDigestOf([buildHostileStory(parts.join(''), '')]), {
          width,
          color: false,
        });
        expect(rendered).not.toMatch(forbiddenMarks);
        for (const line of rendered.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
