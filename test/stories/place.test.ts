import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseStories, storyWindow } from '../../lib/stories/place.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { buildSketch, minutesLater } from '../fixtures/builders.ts';

const windowMinutes = storyWindow / 60_000;
const report = buildSketch({ articleId: 'new', storyId: '', keys: [1, 2, 3, 4, 5, 6] });

/** A stored report that shares so many of the new one's six terms. */
function stored(storyId: string, shared: number, overrides: Partial<Sketch> = {}): Sketch {
  const keys = [1, 2, 3, 4, 5, 6].map((key, i) => (i < shared ? key : key + 100));
  return buildSketch({ articleId: `${storyId}-${shared}`, storyId, keys, ...overrides });
}

/** The story that it joins, if any. */
const firstStory = (sketch: Sketch, candidates: readonly Sketch[]) => chooseStories(sketch, candidates)[0];

describe('a report', () => {
  it('joins the story of a report that says the same', () => {
    expect(firstStory(report, [stored('same', 6)])).toBe('same');
  });

  it('joins the likeliest of several, whichever is handed in first', () => {
    const candidates = [stored('far', 1), stored('same', 6), stored('other', 0)];
    expect(firstStory(report, candidates)).toBe('same');
    expect(firstStory(report, candidates.toReversed())).toBe('same');
  });

  it('begins its own story where there is none', () => {
    expect(firstStory(report, [])).toBeUndefined();
  });

  it('begins its own story where nothing is shared, however many reports a story has', () => {
    const crowd = Array.from({ length: 32 }, (_, i) =>
      stored('other', 0, { articleId: `other-${i}`, topic: 'policy' }),
    );
    expect(firstStory(report, crowd)).toBeUndefined();
  });

  it('does not join through itself', () => {
    expect(firstStory(report, [{ ...report, storyId: 'old' }])).toBeUndefined();
  });

  it.each([
    ['within seven days', windowMinutes, 'same'],
    ['within seven days before', -windowMinutes, 'same'],
    ['a minute more than seven days', windowMinutes + 1, undefined],
    ['a minute more than seven days before', -windowMinutes - 1, undefined],
  ])('%s joins accordingly', (_, minutes, story) => {
    // Alone in what it shares, so that time apart does not decide but for the window.
    const rare = (overrides: Partial<Sketch>) => buildSketch({ keys: [1], ...overrides });
    const candidate = rare({ articleId: 'old', storyId: 'same', at: minutesLater(minutes) });
    expect(firstStory(rare({ articleId: 'new' }), [candidate])).toBe(story);
  });

  it('joins a story of the candidates or none, and no story that is out of the window', () => {
    const candidate = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 6 }), fc.integer({ min: -12_000, max: 12_000 }))
      .map(([story, shared, minutes]) => stored(story, shared, { at: minutesLater(minutes) }));
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 32 }), (candidates) => {
        const near = candidates.filter(({ at }) => Math.abs(at.getTime() - report.at.getTime()) <= storyWindow);
        const story = firstStory(report, candidates);
        expect([undefined, ...near.map(({ storyId }) => storyId)]).toContain(story);
        expect(firstStory(report, near)).toBe(story);
      }),
    );
  });

  it('is no less likely to join a story that has one more report of the event', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 6 }),
        (have, more) => {
          const candidates = have.map((shared, i) => stored('same', shared, { articleId: `a${i}` }));
          if (firstStory(report, candidates) === undefined) return;
          expect(firstStory(report, [...candidates, stored('same', more)])).toBe('same');
        },
      ),
    );
  });
});
