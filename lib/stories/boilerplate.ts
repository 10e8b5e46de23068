import { findKeyWeight } from './sketch.ts';
import type { Sketch } from './story.ts';

/** Fewer entries than this show no pattern. */
const minEntries = 8;
const boilerplateShare = 0.8;

/**
 * Takes out of the sketches of one feed document the terms that nearly all its entries have: "submitted by", a channel's links, the
 * provider's own name on its status page. They tell the feed, not the event.
 */
export function dropBoilerplate(sketches: readonly Sketch[]): Sketch[] {
  if (sketches.length < minEntries) return [...sketches];
  const counts = new Map<number, number>();
  for (const { terms } of sketches) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const boilerplate = new Set(
    [...counts].filter(([, count]) => count >= boilerplateShare * sketches.length).map(([term]) => term),
  );
  return boilerplate.size === 0 ? [...sketches] : sketches.map((sketch) => dropTerms(sketch, boilerplate));
}

function dropTerms(sketch: Sketch, dropped: ReadonlySet<number>): Sketch {
  const kept = [...sketch.terms.keys()].filter((i) => !dropped.has(sketch.terms[i] ?? 0));
  if (kept.length === sketch.terms.length) return sketch;
  const norm = Math.sqrt(kept.reduce((sum, i) => sum + (sketch.weights[i] ?? 0) ** 2, 0)) || 1;
  const weights = Float32Array.from(kept, (i) => (sketch.weights[i] ?? 0) / norm);
  return {
    ...sketch,
    terms: Uint32Array.from(kept, (i) => sketch.terms[i] ?? 0),
    weights,
    // What is left leads to the article now: a feed that names itself in every entry would else leave some without a key.
    keyWeight: findKeyWeight(weights),
  };
}
