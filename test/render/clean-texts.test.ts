import { describe, expect, it } from 'vitest';
import { cleanLine, cleanTexts } from '../../lib/render/clean-texts.ts';
import { buildDigestStory, morning } from '../fixtures/builders.ts';
import { buildHostileStory, forbiddenMarks, hostileTexts } from '../fixtures/digests.ts';

describe('a clean line', () => {
  it.each(Object.entries(hostileTexts))('has nothing unseen in it of %s', (_attempt, text) => {
    expect(cleanLine(text, 200)).not.toMatch(forbiddenMarks);
    expect(cleanLine(text, 200)).not.toContain('\n');
  });

  it.each(['plain words', '漢字 and letters', 'a & b < c'])('leaves %s alone', (text) => {
    expect(cleanLine(text, 200)).toBe(text);
  });

  it('is cut at a word', () => {
    expect(cleanLine('one two three four', 10)).toBe('one two…');
  });

  it('has single spaces and none around it', () => {
    expect(cleanLine('  a  b\tc ', 20)).toBe('a b c');
  });
});

describe('clean texts', () => {
  it('are short and visible wherever in a story they stand', () => {
    const story = cleanTexts(buildHostileStory(`\u202e${'x '.repeat(50_000)}`, 'https://a.example/'));
    const texts = [story.title, story.summary, story.publishers[0]?.name, story.viewpoints[0]?.evidence[0]];
    for (const text of texts) {
      expect(text).toMatch(/^x (?:x )+x…$/);
      expect(text?.length).toBeLessThanOrEqual(1_000);
    }
  });

  it('leave ids, addresses, times and figures as they are', () => {
    const story = buildDigestStory({ updatedAt: morning });
    expect(cleanTexts(story)).toEqual(story);
    const url = `https://a.example/${'x'.repeat(3_000)}`;
    expect(cleanTexts({ url, siteUrl: url, at: morning, count: 2, none: null })).toEqual({
      url,
      siteUrl: url,
      at: morning,
      count: 2,
      none: null,
    });
  });
});
