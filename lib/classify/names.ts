import { sentenceEnd, type Token } from './tokens.ts';

/** Names, each with the kinds of thing that it stands for: a sector, or a kind of the digital world such as `gang`. */
export interface NameIndex {
  /** By first word, longest name first. */
  spaced: Map<string, { words: string[]; kinds: string[] }[]>;
  /** By first two characters, longest name first: for scripts without spaces. */
  unspaced: Map<string, { name: string; kinds: string[] }[]>;
  /** More names, that those above take precedence over where they are as long. */
  base?: NameIndex;
}

/** After a kind: the name means something else too ("Delta", "Target"), and counts only where its kind is spoken of beside. */
export const contextMark = '?';

export interface NameHit {
  kind: string;
  /** Whether it counts only beside other words of its kind. */
  needsContext: boolean;
  /** The name as the text has it. */
  text: string;
  /** Index of its first word among the tokens; -1 in texts without spaces. */
  at: number;
  /** Number of its words; 0 in texts without spaces. */
  length: number;
  /** Number of its sentence in the text, from 0. */
  sentence: number;
}

const unspacedScript = /[\u3040-\u30ff\u3400-\u9fff]/;

/**
 * Prepares names for matching. Case counts, so that "Shell" is found and "shell" is not.
 * @param entries names with a kind, which may end with `contextMark`; a name of several kinds comes several times
 */
export function createNameIndex(entries: Iterable<readonly [name: string, kind: string]>): NameIndex {
  const index: NameIndex = { spaced: new Map(), unspaced: new Map() };
  const kindsOf = new Map<string, string[]>();
  for (const [name, kind] of entries) {
    const known = kindsOf.get(name);
    if (known) {
      if (!known.includes(kind)) known.push(kind);
      continue;
    }
    const kinds = [kind];
    kindsOf.set(name, kinds);
    if (unspacedScript.test(name)) append(index.unspaced, name.slice(0, 2), { name, kinds });
    else {
      const words = splitName(name);
      if (words[0]) append(index.spaced, words[0], { words, kinds });
    }
  }
  for (const list of index.spaced.values()) list.sort((a, b) => b.words.length - a.words.length);
  for (const list of index.unspaced.values()) list.sort((a, b) => b.name.length - a.name.length);
  return index;
}

/** An index with more names; what it adds stands beside the rest, which is shared. */
export function addNames(base: NameIndex, entries: readonly (readonly [name: string, kind: string])[]): NameIndex {
  return entries.length === 0 ? base : { ...createNameIndex(entries), base };
}

/** As `tokenize` does, without what names do not need. */
function splitName(name: string): string[] {
  return (name.match(nameWord) ?? []).map(withoutPossessive);
}

const nameWord = /[\p{L}\p{M}\p{N}]+(?:[-'’.·][\p{L}\p{M}\p{N}]+)*/gu;

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/**
 * The names in a text, longest match first, none inside another.
 * @param tokens the words of `text`
 */
export function matchNames(text: string, tokens: readonly Token[], index: NameIndex): NameHit[] {
  return unspacedScript.test(text) ? matchUnspaced(text, index) : matchSpaced(tokens, index);
}

function matchSpaced(tokens: readonly Token[], index: NameIndex): NameHit[] {
  const hits: NameHit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token?.isName) continue;
    const found = findWords(tokens, at, withoutPossessive(token.text), index);
    if (!found) continue;
    const { length } = found.words;
    const text = tokens.slice(at, at + length).map((word) => word.text);
    addHits(hits, found.kinds, { text: text.join(' '), at, length, sentence: token.sentence });
    at += length - 1;
  }
  return hits;
}

/** The longest name that begins at a token. */
function findWords(
  tokens: readonly Token[],
  at: number,
  first: string,
  index: NameIndex,
): { words: string[]; kinds: string[] } | undefined {
  const own = index.spaced
    .get(first)
    ?.find(({ words }) =>
      words.every((word, offset) => offset === 0 || withoutPossessive(tokens[at + offset]?.text ?? '') === word),
    );
  const other = index.base && findWords(tokens, at, first, index.base);
  return other && other.words.length > (own?.words.length ?? 0) ? other : own;
}

function matchUnspaced(text: string, index: NameIndex): NameHit[] {
  const hits: NameHit[] = [];
  let sentence = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    if (sentenceEnd.test(text[at] as string)) sentence++;
    const found = findCharacters(text, at, index);
    if (!found) continue;
    addHits(hits, found.kinds, { text: found.name, at: -1, length: 0, sentence });
    at += found.name.length - 1;
  }
  return hits;
}

/** The longest name that begins at a character. */
function findCharacters(text: string, at: number, index: NameIndex): { name: string; kinds: string[] } | undefined {
  const own = index.unspaced.get(text.slice(at, at + 2))?.find(({ name }) => text.startsWith(name, at));
  const other = index.base && findCharacters(text, at, index.base);
  return other && other.name.length > (own?.name.length ?? 0) ? other : own;
}

function addHits(hits: NameHit[], kinds: readonly string[], where: Omit<NameHit, 'kind' | 'needsContext'>): void {
  for (const kind of kinds) {
    const needsContext = kind.endsWith(contextMark);
    hits.push({ kind: needsContext ? kind.slice(0, -contextMark.length) : kind, needsContext, ...where });
  }
}

function withoutPossessive(word: string): string {
  return word.replace(/['’]s?$/, '');
}
