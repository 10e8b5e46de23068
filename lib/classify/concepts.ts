import { sentenceEnd, type Token, tokenize } from './tokens.ts';

/**
 * A lexicon of near-synonyms across languages, so that what was learned of one wording serves for the others. By language: stems of
 * each wording, joined by spaces (characters as they are in Chinese and Japanese), a tab, and the concept's place in `ids`.
 */
export interface StoredConcepts {
  ids: string;
  wordings: Record<string, string>;
}

export interface ConceptIndex {
  ids: string[];
  /** Prepared when a text in that language first comes: most runs meet one or two. */
  forLanguage(language: string): LanguageConcepts | undefined;
}

/** Wordings as a tree: from the root, stem by stem in spaced languages, character by character in others. */
interface LanguageConcepts {
  /** Of the wording that ends here. */
  places?: number[];
  next: Map<string, LanguageConcepts>;
}

export interface ConceptHit {
  id: string;
  /** The wording as the text has it. */
  text: string;
  /** Number of its sentence in the text, from 0. */
  sentence: number;
  /** Index of its first word among the tokens; -1 in texts without spaces. */
  at: number;
}

const conceptLanguages = ['en', 'es', 'fr', 'de', 'pt', 'ru', 'zh', 'ja'] as const;
const unspacedLanguages = new Set(['zh', 'ja']);
const minCharacters = 2;

/**
 * Prepares lines of `id`, then one column a language of `conceptLanguages` with alternatives parted by `|`, for storing.
 */
export function compileConcepts(lines: readonly string[]): StoredConcepts {
  const ids: string[] = [];
  const wordings: Record<string, Set<string>> = {};
  for (const line of lines) {
    const [id = '', ...columns] = line.split('\t');
    if (!id) continue;
    const place = ids.push(id) - 1;
    for (const [i, language] of conceptLanguages.entries()) {
      wordings[language] ??= new Set();
      for (const alternative of (columns[i] ?? '').split('|')) {
        const wording = normalizeWording(alternative.trim(), language);
        if (wording) wordings[language].add(`${wording}\t${place}`);
      }
    }
  }
  return {
    ids: ids.join('\n'),
    wordings: Object.fromEntries(Object.entries(wordings).map(([language, set]) => [language, [...set].join('\n')])),
  };
}

function normalizeWording(alternative: string, language: string): string {
  if (unspacedLanguages.has(language)) return alternative.length >= minCharacters ? alternative.toLowerCase() : '';
  return tokenize(alternative, language)
    .map(({ stem }) => stem)
    .join(' ');
}

/** Makes stored concepts ready for matching. */
export function createConceptIndex(stored: StoredConcepts): ConceptIndex {
  const prepared = new Map<string, LanguageConcepts>();
  return {
    ids: stored.ids.split('\n'),
    forLanguage(language) {
      const known = prepared.get(language);
      const text = stored.wordings[language];
      if (known || !text) return known;
      const made = prepareLanguage(text, unspacedLanguages.has(language));
      prepared.set(language, made);
      return made;
    },
  };
}

function prepareLanguage(text: string, isUnspaced: boolean): LanguageConcepts {
  const root: LanguageConcepts = { next: new Map() };
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    let node = root;
    for (const part of line.slice(0, tab).split(isUnspaced ? '' : ' ')) {
      let next = node.next.get(part);
      if (!next) {
        next = { next: new Map() };
        node.next.set(part, next);
      }
      node = next;
    }
    node.places ??= [];
    node.places.push(Number(line.slice(tab + 1)));
  }
  return root;
}

/** By the words that they were found in, which stories ask for again after the labels. */
const hitsOf = new WeakMap<readonly Token[], { index: ConceptIndex; hits: readonly ConceptHit[] }>();

/**
 * The concepts in a text, longest wording first at each place, none inside another.
 * @param tokens the words of `text`
 */
export function matchConcepts(
  text: string,
  tokens: readonly Token[],
  language: string,
  index: ConceptIndex,
): readonly ConceptHit[] {
  const known = hitsOf.get(tokens);
  if (known?.index === index) return known.hits;
  const prepared = index.forLanguage(language);
  if (!prepared) return [];
  const hits = unspacedLanguages.has(language)
    ? matchCharacters(text, prepared, index.ids)
    : matchWords(tokens, prepared, index.ids);
  hitsOf.set(tokens, { index, hits });
  return hits;
}

function matchWords(tokens: readonly Token[], root: LanguageConcepts, ids: readonly string[]): ConceptHit[] {
  const hits: ConceptHit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = findLongest(root, at, (i) => tokens[i]?.stem);
    if (!found) continue;
    const { sentence } = tokens[at] as Token;
    const words = tokens
      .slice(at, at + found.length)
      .map(({ text }) => text)
      .join(' ');
    for (const place of found.places) hits.push({ id: ids[place] ?? '', text: words, sentence, at });
    at += found.length - 1;
  }
  return hits;
}

/** Without regard to case, since names and abbreviations in Latin letters stand in these texts too. */
function matchCharacters(original: string, root: LanguageConcepts, ids: readonly string[]): ConceptHit[] {
  const hits: ConceptHit[] = [];
  const text = original.toLowerCase();
  let sentence = 0;
  for (let at = 0; at < text.length; at++) {
    if (sentenceEnd.test(text[at] as string)) sentence++;
    const found = findLongest(root, at, (i) => text[i]);
    if (!found) continue;
    const words = original.slice(at, at + found.length);
    for (const place of found.places) hits.push({ id: ids[place] ?? '', text: words, sentence, at: -1 });
    at += found.length - 1;
  }
  return hits;
}

/** The longest wording that begins at a place, and of how many parts it is. */
function findLongest(
  root: LanguageConcepts,
  at: number,
  partAt: (i: number) => string | undefined,
): { places: readonly number[]; length: number } | undefined {
  let found: { places: readonly number[]; length: number } | undefined;
  let node = root.next.get(partAt(at) ?? '');
  for (let i = at + 1; node; i++) {
    if (node.places) found = { places: node.places, length: i - at };
    node = node.next.get(partAt(i) ?? '');
  }
  return found;
}
