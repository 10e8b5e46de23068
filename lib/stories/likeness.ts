import likeness from './likeness.json' with { type: 'json' };
import { isNameTerm } from './sketch.ts';
import type { Sketch } from './story.ts';

/** What is compared of two reports, in the order of the weights. */
export const likenessFeatures = [
  'one',
  'cosine',
  'root of cosine',
  'heaviest shared term',
  'logarithm of shared terms',
  'logarithm of shared keys',
  'days apart',
  'same topic',
  'both out of scope',
  'overlap of sectors',
  'length of the shorter',
  'cosine of names',
  'logarithm of shared names',
] as const;

const day = 86_400_000;
const fullLength = 64;

/**
 * The probability that two reports are of one event, by a logistic model of what their sketches share. Its weights are learned from
 * `training/grouped.jsonl`.
 */
export function judgeLikeness(a: Sketch, b: Sketch): number {
  const features = compareSketches(a, b);
  // Out of scope, reports that share no term at all have nothing in common.
  if (!features[1] && features[8]) return 0;
  const score = features.reduce((sum, feature, i) => sum + feature * (likeness.weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-score));
}

/** The features of a pair, in the order of `likenessFeatures`. */
export function compareSketches(a: Sketch, b: Sketch): number[] {
  let cosine = 0;
  let heaviest = 0;
  let shared = 0;
  let keys = 0;
  let names = 0;
  let nameCosine = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const left = a.terms[i] as number;
    const right = b.terms[j] as number;
    if (left === right) {
      const weight = a.weights[i++] as number;
      const other = b.weights[j++] as number;
      cosine += weight * other;
      heaviest = Math.max(heaviest, Math.min(weight, other));
      shared++;
      if (isNameTerm(left)) {
        names++;
        nameCosine += weight * other;
      }
      if (weight >= a.keyWeight && other >= b.keyWeight) keys++;
    } else if (left < right) i++;
    else j++;
  }
  const both = a.sectors.filter((sector) => b.sectors.includes(sector)).length;
  const either = a.sectors.length + b.sectors.length - both;
  return [
    1,
    cosine,
    Math.sqrt(cosine),
    heaviest,
    Math.log1p(shared),
    Math.log1p(keys),
    Math.abs(a.at.getTime() - b.at.getTime()) / day,
    a.topic === b.topic ? 1 : 0,
    a.topic === 'other' && b.topic === 'other' ? 1 : 0,
    either > 0 ? both / either : 0,
    Math.min(a.terms.length, b.terms.length) / fullLength,
    nameCosine,
    Math.log1p(names),
  ];
}
