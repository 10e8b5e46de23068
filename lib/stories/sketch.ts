import type { ArticleDraft, Judgement } from '../article.ts';
import { type ConceptIndex, matchConcepts } from '../classify/concepts.ts';
import { tokenize } from '../classify/tokens.ts';
import { reduceToSound } from './sound.ts';
import type { Sketch } from './story.ts';

/** How telling words are, and which wordings mean the same. */
export interface Vocabulary {
  /**
   * 1 for a word that every article has, about 9 for one that no training text had, `undefined` where its language was never
   * learned. Concepts are asked for as `%id`.
   */
  rarity(stem: string, language: string): number | undefined;
  concepts: ConceptIndex;
}

const maxTerms = 64;
/** So many of the heaviest terms of a report count as its keys. */
const keyCount = 24;
/**
 * So many of them are asked for in the index, and so few lead to a report in it. A question costs the less the fewer it asks, and a
 * write far more: of a story's reports one is mostly found by its heaviest terms, and what is out of scope no digest shows. With all 24
 * of each, B-cubed F1 on `training/grouped.jsonl` is less than 0.005 higher.
 */
const asked = 12;
const indexedInScope = 6;
const indexedOutOfScope = 4;
/** Below this rarity a word stands in every other article and tells no event from another. */
const minRarity = 3.2;
const unknownRarity = 6;
const minUnknownLength = 7;
const minUnknownName = 4;
/** Of a word that no text can have a vocabulary says what it says of every word that it never met. */
const neverMet = '\n';
const titleFactor = 1.5;
const nameFactor = 1.7;
const identifierWeight = 25;
const figureFactor = 0.6;
const conceptFactor = 0.8;
const soundFactor = 0.7;

/** Ids that name one thing in the world: CVE-2024-3094, AS812, KB5034441. */
const identifier = /^(?:cve-\d{4}-\d{3,}|as\d{2,6}|kb\d{5,})$/;

/**
 * Reduces an article to what its story is recognised by: rare words, names, figures, identifiers and concepts of title and summary,
 * and its labels. Titles, names and identifiers weigh more; the squared weights add up to one.
 */
export function createSketch(
  article: Pick<ArticleDraft, 'id' | 'title' | 'summary' | 'language' | 'publishedAt'> &
    Pick<Judgement, 'topic' | 'sectors'>,
  storyId: string,
  vocabulary: Vocabulary,
): Sketch {
  const weights = new Map<number, number>();
  const keep = (term: string, weight: number, isName = false): void => {
    if (weight <= 0) return;
    const hash = hashTerm(term, isName);
    weights.set(hash, Math.max(weights.get(hash) ?? 0, weight));
  };
  const isLearned = vocabulary.rarity(neverMet, article.language) !== undefined;
  const rarityOf = (stem: string, isName: boolean): number =>
    isLearned ? (vocabulary.rarity(stem, article.language) ?? 0) : guessRarity(stem, isName);
  const collect = (text: string, factor: number): void => {
    const tokens = tokenize(text, article.language);
    for (const [i, token] of tokens.entries()) {
      const isName = token.isName && (i > 0 || token.text.length > 3);
      const weight = factor * weighTerm(token.stem, isName, rarityOf(token.stem, isName));
      keep(token.stem, weight);
      const sound = isName && weight > 0 ? reduceToSound(token.text) : '';
      if (sound) keep(sound, soundFactor * weight, true);
    }
    for (const { id } of matchConcepts(text, tokens, article.language, vocabulary.concepts)) {
      const rare = vocabulary.rarity(`%${id}`, article.language) ?? 0;
      keep(`%${id}`, rare < minRarity ? 0 : factor * conceptFactor * rare);
    }
  };
  collect(article.title, titleFactor);
  collect(article.summary, 1);

  const heaviest = [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxTerms);
  const norm = Math.sqrt(heaviest.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  const sorted = heaviest.toSorted((a, b) => a[0] - b[0]);
  const unit = Float32Array.from(sorted, ([, weight]) => weight / norm);
  return {
    articleId: article.id,
    storyId,
    at: article.publishedAt,
    topic: article.topic,
    sectors: article.sectors.map(({ id }) => id),
    terms: Uint32Array.from(sorted, ([hash]) => hash),
    weights: unit,
    keyWeight: findKeyWeight(unit),
  };
}

/** The weight from which on a term is a key: that of the last of the heaviest terms, 1 where there is no term. */
export function findKeyWeight(weights: Float32Array): number {
  return weights.toSorted().at(-Math.min(keyCount, weights.length)) ?? 1;
}

/** Leads to the latest reports in scope, so that one in quite other words is compared with them too. */
const scopeKey = 1;

type Keyed = Pick<Sketch, 'terms' | 'weights' | 'keyWeight' | 'topic'>;

/** What to ask the index for, to find reports like a sketch: its heaviest terms, and one key that all reports in scope have. */
export function listKeys(sketch: Keyed): number[] {
  const heaviest = listHeaviest(sketch, asked);
  return sketch.topic === 'other' ? heaviest : [scopeKey, ...heaviest];
}

/** The keys by which the index finds a sketch: the heaviest of those that it asks for. */
export function listIndexKeys(sketch: Keyed): number[] {
  return sketch.topic === 'other'
    ? listHeaviest(sketch, indexedOutOfScope)
    : [scopeKey, ...listHeaviest(sketch, indexedInScope)];
}

/** All terms that count as keys, heaviest first: formerly each led to the sketch. */
export function listHeaviest(
  { terms, weights, keyWeight }: Pick<Sketch, 'terms' | 'weights' | 'keyWeight'>,
  most = Number.POSITIVE_INFINITY,
): number[] {
  return Array.from(terms, (term, i) => ({ term, weight: weights[i] as number }))
    .filter(({ weight }) => weight >= keyWeight)
    .sort((a, b) => b.weight - a.weight || a.term - b.term)
    .slice(0, most)
    .map(({ term }) => term);
}

/**
 * Of a language that was never learned only names and long words are sure to be no articles or prepositions; short ones with a capital
 * begin sentences. What other languages know of the same letters ("die", "come") says nothing.
 */
function guessRarity(stem: string, isName: boolean): number {
  return stem.length >= minUnknownLength || (isName && stem.length >= minUnknownName) ? unknownRarity : 0;
}

function weighTerm(stem: string, isName: boolean, rare: number): number {
  if (identifier.test(stem)) return identifierWeight;
  if (/^\d/.test(stem)) return stem.length >= 2 ? figureFactor * unknownRarity : 0;
  if (stem.length < 2 || rare < minRarity) return 0;
  return isName ? rare * nameFactor : rare;
}

/** FNV-1a, 32 bit, the last of which tells names from all else. */
function hashTerm(term: string, isName: boolean): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return ((hash & ~1) | (isName ? 1 : 0)) >>> 0;
}

/** Whether a term is the sound of a name. */
export function isNameTerm(term: number): boolean {
  return (term & 1) === 1;
}
