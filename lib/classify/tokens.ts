import porterEn from 'natural/lib/natural/stemmers/porter_stemmer.js';
import porterDe from 'natural/lib/natural/stemmers/porter_stemmer_de.js';
import porterEs from 'natural/lib/natural/stemmers/porter_stemmer_es.js';
import porterFr from 'natural/lib/natural/stemmers/porter_stemmer_fr.js';
import porterPt from 'natural/lib/natural/stemmers/porter_stemmer_pt.js';
import porterRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';

export interface Token {
  /** As the article has it. */
  text: string;
  /** Lower case, without its ending where the language has a stemmer. */
  stem: string;
  /** Begins with a capital letter or has a digit in it. */
  isName: boolean;
  /** Number of its sentence in the text, from 0. */
  sentence: number;
}

/** Words with inner apostrophes, hyphens and dots kept together: "CVE-2024-1234", "don't", "U.S", "NIS2"; and ends of sentences, which the full stop of "U.S." is not. */
const wordTokenizer = new RegexpTokenizer({
  pattern: /[\p{L}\p{M}\p{N}]+(?:[-'’.·][\p{L}\p{M}\p{N}]+)*|(?<!(?:^|[\s.])\p{L})[.!?;]+(?=["”’»)\]]*\s)/gu,
  gaps: false,
});
/** What ends a sentence, where a word may not stand. */
export const sentenceEnd = /^[.!?;。！？；]/;

const stemmers: Readonly<Record<string, { stem(token: string): string }>> = {
  en: porterEn,
  es: porterEs,
  fr: porterFr,
  de: porterDe,
  pt: porterPt,
  ru: porterRu,
};

/** Stemming costs more than all else that is done to a word, and news repeats its words. */
const stemCaches = new Map<string, Map<string, string>>();
const maxCachedStems = 50_000;

/** A feed can send a book; what an item is about stands in its first words. */
const maxTokens = 600;
const maxTokenLength = 40;

const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/;
const segmenters = new Map<string, Intl.Segmenter>();

/** The texts read last: labels, story and copies of an article are judged one after the other on the same words. */
const remembered = new Map<string, readonly Token[]>();
const maxRemembered = 1_000;
const maxRememberedLength = 4_000;

/**
 * The words of a text in order, at most 600 of them.
 * @param language BCP 47 primary language: decides the stemmer, and the word breaking where there are no spaces
 */
export function tokenize(text: string, language: string): readonly Token[] {
  if (text.length > maxRememberedLength) return readTokens(text, language);
  const key = `${language} ${text}`;
  let tokens = remembered.get(key);
  if (!tokens) {
    tokens = readTokens(text, language);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, tokens);
  }
  return tokens;
}

function readTokens(text: string, language: string): Token[] {
  // A bounded slice keeps the cost of hostile input linear and small; 600 words of news are under 6,000 letters.
  const words = unspaced.test(text)
    ? segment(text.slice(0, 2_000), language)
    : (wordTokenizer.tokenize(text.slice(0, 8_000)) ?? []);
  const tokens: Token[] = [];
  let sentence = 0;
  for (const word of words) {
    if (tokens.length >= maxTokens) break;
    if (sentenceEnd.test(word)) sentence++;
    else if (word.length <= maxTokenLength)
      tokens.push({ text: word, stem: stemWord(word, language), isName: /^\p{Lu}|\d/u.test(word), sentence });
  }
  return tokens;
}

function segment(text: string, language: string): string[] {
  const locale = language === 'ja' || language === 'th' ? language : 'zh';
  let segmenter = segmenters.get(locale);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
    segmenters.set(locale, segmenter);
  }
  const words: string[] = [];
  for (const { segment: word, isWordLike } of segmenter.segment(text))
    if (isWordLike || sentenceEnd.test(word)) words.push(word);
  return words;
}

/** The stem of one word, remembered. */
export function stemWord(word: string, language: string): string {
  let cache = stemCaches.get(language);
  if (!cache || cache.size >= maxCachedStems) {
    cache = new Map();
    stemCaches.set(language, cache);
  }
  let stem = cache.get(word);
  if (stem === undefined) {
    const lower = word.normalize('NFKC').replace(/\s+/g, '').toLowerCase().replace(/[’]/g, "'").replace(/'s$/, '');
    stem = /^[\p{L}]+$/u.test(lower) && lower.length > 3 ? (stemmers[language]?.stem(lower) ?? lower) : lower;
    cache.set(word, stem);
  }
  return stem;
}
