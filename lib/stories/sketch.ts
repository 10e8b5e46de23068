import type { ArticleDraft } from '../article.ts';
import { tokenize } from '../classify/tokens.ts';
import type { Sketch } from './story.ts';

/** How telling a word is: 1 for the commonest, about 10 for one that no training text had. */
export type Rarity = (stem: string) => number;

const maxTerms = 64;
const keyCount = 24;
/** Below this rarity a word stands in every other article and tells no event from another. */
const minRarity = 3.2;
const titleFactor = 1.5;
const nameFactor = 1.7;
const identifierFactor = 2.5;
const figureFactor = 0.6;

/** Ids that name one thing in the world: CVE-2024-3094, AS812, KB5034441. */
const identifier = /^(?:cve-\d{4}-\d{3,}|as\d{2,6}|kb\d{5,})$/;

/**
 * Reduces an article to the terms by which its story is recognised: rare words, names, figures and identifiers, in title and
 * summary. Titles, names and identifiers weigh more; the squared weights add up to one.
 */
export function createSketch(
  article: Pick<ArticleDraft, 'id' | 'title' | 'summary' | 'language' | 'publishedAt'>,
  storyId: string,
  rarity: Rarity,
): Sketch {
  const weights = new Map<number, number>();
  const collect = (text: string, factor: number): void => {
    for (const [i, token] of tokenize(text, article.language).entries()) {
      const weight = weighTerm(token.stem, token.isName && (i > 0 || token.text.length > 3), rarity) * factor;
      if (weight <= 0) continue;
      const hash = hashTerm(token.stem);
      weights.set(hash, Math.max(weights.get(hash) ?? 0, weight));
    }
  };
  collect(article.title, titleFactor);
  collect(article.summary, 1);

  const heaviest = [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxTerms);
  const norm = Math.sqrt(heaviest.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  const sorted = heaviest.toSorted((a, b) => a[0] - b[0]);
  return {
    articleId: article.id,
    storyId,
    at: article.publishedAt,
    terms: Uint32Array.from(sorted, ([hash]) => hash),
    weights: Float32Array.from(sorted, ([, weight]) => weight / norm),
    keys: heaviest.slice(0, keyCount).map(([hash]) => hash),
  };
}

function weighTerm(stem: string, isName: boolean, rarity: Rarity): number {
  if (identifier.test(stem)) return identifierFactor * 10;
  const rare = rarity(stem);
  if (/^\d/.test(stem)) return stem.length >= 2 ? figureFactor * Math.min(rare, 8) : 0;
  if (stem.length < 2 || rare < minRarity) return 0;
  return isName ? rare * nameFactor : rare;
}

/** FNV-1a, 32 bit. */
function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Cosine of two sketches, 0 to 1.
 */
export function compareSketches(a: Sketch, b: Sketch): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const left = a.terms[i] as number;
    const right = b.terms[j] as number;
    if (left === right) sum += (a.weights[i++] as number) * (b.weights[j++] as number);
    else if (left < right) i++;
    else j++;
  }
  return Math.min(1, sum);
}
