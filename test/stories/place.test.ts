import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLikeness } from '../../lib/stories/likeness.ts';
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

describe('a report that could be of several stories', () => {
  /** A stored report that is as like the new one as asked for, by what it shares and how far apart it is. */
  function storedAsLikely(storyId: string, least: number, most: number): Sketch {
    for (let shared = 0; shared <= 6; shared++) {
      for (let hours = 0; hours < 7 * 24; hours++) {
        const sketch = stored(storyId, shared, { at: minutesLater(-60 * hours) });
        const likeness = judgeLikeness(report, sketch);
        if (likeness >= least && likeness <= most) return sketch;
      }
    }
    throw new Error(`no report is like the new one by ${least} to ${most}`);
  }
  const strangers = (count: number): Sketch[] =>
    Array.from({ length: count }, (_, i) => stored(`stranger-${i}`, 0, { topic: 'policy', sectors: ['water'] }));

  it('joins one that is faintly like it where few could be meant, and none where many could', () => {
    const faint = storedAsLikely('faint', 0.08, 0.18);
    expect(chooseStories(report, [faint, ...strangers(1)])).toEqual(['faint']);
    expect(chooseStories(report, [faint, ...strangers(20)])).toEqual([]);
  });

  it('joins one that is much like it however many others could be meant', () => {
    expect(chooseStories(report, [...strangers(31), stored('same', 6)])).toEqual(['same']);
  });

  it('shows those to be one that it surely is of, the likeliest first', () => {
    const sure = [stored('a', 3), stored('b', 5), stored('c', 6)]
      .map((sketch) => ({ sketch, likeness: judgeLikeness(report, sketch) }))
      .filter(({ likeness }) => likeness > 0.8)
      .sort((one, other) => one.likeness - other.likeness)
      .map(({ sketch }) => sketch);
    expect(sure.length).toBeGreaterThan(1);
    const likeliestFirst = sure.toReversed().map(({ storyId }) => storyId);
    expect(chooseStories(report, [...sure, ...strangers(20)])).toEqual(likeliestFirst);
  });

  it('names those that are as likely by the order of their ids', () => {
    for (const ids of [
      ['a', 'b', 'c'],
      ['c', 'a', 'b'],
    ])
      expect(
        chooseStories(
          report,
          ids.map((id) => stored(id, 6)),
        ),
      ).toEqual(['a', 'b', 'c']);
  });

  it('does not take two for one where it is surely of one and perhaps of the other', () => {
    const perhaps = storedAsLikely('perhaps', 0.4, 0.7);
    expect(chooseStories(report, [perhaps, stored('sure', 6)])).toEqual(['sure']);
    expect(chooseStories(report, [perhaps])).toEqual(['perhaps']);
  });

  it('does not take two for one where it is perhaps of both', () => {
    const both = ['a', 'b'].map((id) => storedAsLikely(id, 0.4, 0.7));
    expect(chooseStories(report, both)).toEqual(['a']);
  });

  it('is surer of a story of which two reports are like it', () => {
    const one = storedAsLikely('twice', 0.6, 0.7);
    expect(chooseStories(report, [stored('sure', 6), one])).toEqual(['sure']);
    expect(chooseStories(report, [stored('sure', 6), one, { ...one, articleId: 'again' }])).toEqual(['sure', 'twice']);
  });

  it('names stories of the candidates, each once', () => {
    const candidate = fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 6 }), fc.nat(50))
      .map(([story, shared, i]) => stored(story, shared, { articleId: `${i}` }));
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 32 }), (candidates) => {
        const stories = chooseStories(report, candidates);
        expect(new Set(stories).size).toBe(stories.length);
        expect(candidates.map(({ storyId }) => storyId)).toEqual(expect.arrayContaining(stories));
        expect(chooseStories(report, candidates.toReversed())).toEqual(stories);
      }),
    );
  });
});
