import { describe, expect, it } from 'vitest';
import { compareSketches, likenessFeatures } from '../../../lib/stories/likeness.ts';
import type { Sketch } from '../../../lib/stories/story.ts';
import { fitLikeness } from '../../../lib/stories/training/fit-likeness.ts';
import { buildSketch, minutesLater } from '../../fixtures/builders.ts';

/** Three reports each of six stories: they share five terms of six within a story, and one across all. */
function buildGroups(): Sketch[] {
  return Array.from({ length: 18 }, (_, i) => {
    const story = i % 6;
    const keys = [1, ...[10, 20, 30, 40].map((term) => term * 100 + story), 100_000 + i];
    return buildSketch({ articleId: `a${i}`, storyId: `s${story}`, at: minutesLater(i), keys });
  });
}

function judge(weights: readonly number[], a: Sketch, b: Sketch): number {
  return compareSketches(a, b).reduce((sum, feature, i) => sum + feature * (weights[i] ?? 0), 0);
}

describe('the weights of likeness', () => {
  const sketches = buildGroups();
  const weights = fitLikeness(sketches);

  it('are one a feature, finite, to four decimals', () => {
    expect(weights).toHaveLength(likenessFeatures.length);
    for (const weight of weights) expect(weight).toBe(Math.round(weight * 1e4) / 1e4);
  });

  it('are the same every time', () => {
    expect(fitLikeness(buildGroups())).toEqual(weights);
  });

  it('hold reports of one story likelier than any of two', () => {
    const pairs = sketches.flatMap((a, i) => sketches.slice(i + 1).map((b) => [a, b] as const));
    const same = pairs.filter(([a, b]) => a.storyId === b.storyId).map(([a, b]) => judge(weights, a, b));
    const apart = pairs.filter(([a, b]) => a.storyId !== b.storyId).map(([a, b]) => judge(weights, a, b));
    expect(Math.min(...same)).toBeGreaterThan(Math.max(...apart));
  });

  it('expect as many pairs to be of one story as are, where reports of two look alike too', () => {
    // Every third report borrows the words of the next story, so that no weights part them all.
    const mixed = sketches.map((sketch, i) =>
      i % 3 === 0 ? { ...sketch, terms: sketches[(i + 1) % 18]?.terms ?? sketch.terms } : sketch,
    );
    const fitted = fitLikeness(mixed);
    const pairs = mixed.flatMap((a, i) => mixed.slice(i + 1).map((b) => [a, b] as const));
    const expected = pairs.reduce((sum, [a, b]) => sum + 1 / (1 + Math.exp(-judge(fitted, a, b))), 0);
    const same = pairs.filter(([a, b]) => a.storyId === b.storyId).length;
    expect(expected).toBeGreaterThan(same / 2);
    expect(expected).toBeLessThan(same * 2);
  });

  it('take reports of other weeks as such of other stories, though they say the same', () => {
    const week = 7 * 24 * 60;
    const again = sketches.map((sketch, i) => ({ ...sketch, articleId: `b${i}`, at: minutesLater(2 * week + i) }));
    const [a, b] = [sketches[0], sketches[6]];
    if (!a || !b) throw new Error('there are 18 sketches');
    expect(judge(fitLikeness([...sketches, ...again]), a, b)).toBeLessThan(judge(weights, a, b));
  });

  it('leave a feature out that is the same for all pairs', () => {
    const outage = likenessFeatures.indexOf('same topic');
    expect(weights[outage]).toBe(0);
    const policy = sketches.map((sketch, i) => ({
      ...sketch,
      topic: i % 6 < 3 ? ('outage' as const) : ('policy' as const),
    }));
    expect(fitLikeness(policy)[outage]).not.toBe(0);
  });

  it('are finite where there is nothing to learn from', () => {
    expect(fitLikeness([]).every(Number.isFinite)).toBe(true);
    expect(fitLikeness(sketches.slice(0, 1)).every(Number.isFinite)).toBe(true);
  });
});
