import { rarityUnit } from '../model.ts';
import type { SparseRow } from './linear.ts';

const minDocuments = 2;
/** Two words together are seen twice by chance far more often than one. */
const minPairDocuments = 3;
const maxRarity = 255;

/** The features of a document and what each is worth. */
export interface Document {
  keys: string[];
  values: number[];
}

/** The features that a model may have, and how telling each is. */
export interface Vocabulary {
  keys: string[];
  index: Map<string, number>;
  rarity: number[];
  /** How many documents have each. */
  documents: number[];
  /** By language: how telling a word is that no document of it has. */
  unseen: Record<string, number>;
}

/**
 * The keys that enough documents have, each with how telling it is: by its share of the documents of the language in which it is
 * commonest, since a language with few documents would make its articles and prepositions look rare.
 */
export function createVocabulary(documents: readonly Document[], languages: readonly string[]): Vocabulary {
  const sizes = new Map<string, number>();
  for (const language of languages) sizes.set(language, (sizes.get(language) ?? 0) + 1);
  const counts = new Map<string, Map<string, number>>();
  for (const [i, { keys }] of documents.entries()) {
    const language = languages[i] ?? 'en';
    for (const key of keys) {
      const byLanguage = counts.get(key);
      if (byLanguage) byLanguage.set(language, (byLanguage.get(language) ?? 0) + 1);
      else counts.set(key, new Map([[language, 1]]));
    }
  }
  const total = (key: string): number => [...(counts.get(key)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const keys = [...counts.keys()]
    .filter((key) => total(key) >= (key.includes(' ') ? minPairDocuments : minDocuments) && !key.includes('\n'))
    .sort((a, b) => (a < b ? -1 : 1));
  const steps = (share: number): number => Math.min(maxRarity, Math.round(Math.log(1 / share) / rarityUnit));
  return {
    keys,
    index: new Map(keys.map((key, i) => [key, i])),
    documents: keys.map(total),
    rarity: keys.map((key) =>
      steps(Math.max(...[...(counts.get(key) ?? [])].map(([language, count]) => count / (sizes.get(language) ?? 1)))),
    ),
    unseen: Object.fromEntries([...sizes].sort().map(([language, size]) => [language, steps(1 / size)])),
  };
}

/** A document as a row, its squares adding up to one. */
export function vectorize(document: Document, vocabulary: Vocabulary, withPublisher: boolean): SparseRow {
  const indices: number[] = [];
  const values: number[] = [];
  let squares = 0;
  for (const [i, key] of document.keys.entries()) {
    const index = vocabulary.index.get(key);
    if (index === undefined) continue;
    const value = (document.values[i] ?? 0) * (1 + (vocabulary.rarity[index] ?? 0) * rarityUnit);
    squares += value * value;
    if (key.startsWith('@') && !withPublisher) continue;
    indices.push(index);
    values.push(value);
  }
  const norm = Math.sqrt(squares) || 1;
  return { indices: Int32Array.from(indices), values: Float64Array.from(values, (value) => value / norm) };
}
