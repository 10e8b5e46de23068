import type { Sector } from '../taxonomy.ts';
import { sentenceEnd, type Token, tokenize } from './tokens.ts';

/** Names of organisations and the sector each works in, ready to be found in texts. */
export interface NameIndex {
  /** By first word, longest name first. */
  spaced: Map<string, { words: string[]; sector: Sector }[]>;
  /** By first two characters, longest name first: for scripts without spaces. */
  unspaced: Map<string, { name: string; sector: Sector }[]>;
}

export interface NameHit {
  sector: Sector;
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
 */
export function createNameIndex(entries: Iterable<readonly [name: string, sector: Sector]>): NameIndex {
  const index: NameIndex = { spaced: new Map(), unspaced: new Map() };
  for (const [name, sector] of entries) {
    if (unspacedScript.test(name)) {
      const key = name.slice(0, 2);
      index.unspaced.set(key, [...(index.unspaced.get(key) ?? []), { name, sector }]);
    } else {
      const words = tokenize(name, 'und').map((token) => withoutPossessive(token.text));
      const first = words[0];
      if (first) index.spaced.set(first, [...(index.spaced.get(first) ?? []), { words, sector }]);
    }
  }
  for (const list of index.spaced.values()) list.sort((a, b) => b.words.length - a.words.length);
  for (const list of index.unspaced.values()) list.sort((a, b) => b.name.length - a.name.length);
  return index;
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
    const candidates = index.spaced.get(withoutPossessive(token.text));
    if (!candidates) continue;
    const hit = candidates.find(({ words }) =>
      words.every((word, offset) => offset === 0 || withoutPossessive(tokens[at + offset]?.text ?? '') === word),
    );
    if (!hit) continue;
    const text = tokens.slice(at, at + hit.words.length).map((word) => word.text);
    hits.push({ sector: hit.sector, text: text.join(' '), at, length: hit.words.length, sentence: token.sentence });
    at += hit.words.length - 1;
  }
  return hits;
}

function matchUnspaced(text: string, index: NameIndex): NameHit[] {
  const hits: NameHit[] = [];
  let sentence = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    if (sentenceEnd.test(text[at] as string)) sentence++;
    const hit = index.unspaced.get(text.slice(at, at + 2))?.find(({ name }) => text.startsWith(name, at));
    if (!hit) continue;
    hits.push({ sector: hit.sector, text: hit.name, at: -1, length: 0, sentence });
    at += hit.name.length - 1;
  }
  return hits;
}

function withoutPossessive(word: string): string {
  return word.replace(/['’]s?$/, '');
}
