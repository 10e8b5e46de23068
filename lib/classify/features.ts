import type { Publisher } from '../article.ts';
import { type ConceptIndex, matchConcepts } from './concepts.ts';
import { type DigitalCue, findDigitalCue } from './digital.ts';
import { matchNames, type NameHit, type NameIndex } from './names.ts';
import type { SenseIndex } from './senses.ts';
import { type Token, tokenize } from './tokens.ts';

/** What the classifier reads of an article. */
export interface Readable {
  title: string;
  summary: string;
  language: string;
  publisher?: Publisher | undefined;
}

/**
 * The features of an article in parallel arrays: `keys[i]` with the value `values[i]` stands for the words `words[i]` of the text.
 * Keys: `stem` and `stem stem` (one and two words), `%concept` (a wording of it), `=sense` (a word of that sense), `#kind` (a name of
 * that sector or kind); `^` with any of them for the title, `~` and `"` with names and concepts that were spared or that comment;
 * `!cue` (whether anything digital is named), `@…` (who publishes: no words of the text, so it can lean a decision but never be
 * evidence).
 */
export interface Features {
  keys: string[];
  values: number[];
  words: string[];
}

const titleWeight = 0.6;
const pairWeight = 0.7;
const nameWeight = 1.2;
const conceptWeight = 1.4;
const senseWeight = 0.7;
const publisherWeight = 0.5;
const digitalWeight = 2.5;

/** Before or after a name, these make it the employer of somebody who comments, not somebody who is hit. */
const commentatorWord =
  /^(?:analyst|analysts|economist|economists|strategist|strategists|professor|researcher|researchers|lawyer|consultant)$/;

/** Concepts that say of others in their sentence that they were not hit, or that they only comment. */
const sparing = new Set(['not-affected', 'kept-running', 'denied-being-hit', 'no-plans-no-disruption', 'not-using-product', 'safety-not-compromised','attack-thwarted']);
const commenting = new Set([
  'analyst-comment',
  'economist-comment',
  'professor-academic-comment',
  'security-expert-quote',
  'lawyer-advocate-comment',
  'trade-association-comment',
  'experts-think-tank',
  'mention-as-background',
]);

/** Senses of words that stand beside an organisation of a sector, where its name alone could be something else. */
const sensesOfSector: Readonly<Record<string, readonly string[]>> = {
  aviation: ['air'],
  rail: ['rail', 'road'],
  logistics: ['ship', 'parcel'],
  banking: ['bank', 'pay', 'insure'],
  markets: ['trade', 'bank'],
  healthcare: ['health', 'pharma'],
  emergency: ['rescue', 'police'],
  government: ['gov', 'civic', 'official'],
  defense: ['military'],
  energy: ['electric', 'oilgas', 'nuclear'],
  water: ['water'],
  telecom: ['telecom', 'space', 'network'],
  'cloud-it': ['cloud', 'software', 'computer', 'account'],
  media: ['press', 'social', 'games'],
  retail: ['shop', 'hotel'],
  manufacturing: ['factory', 'car', 'chip'],
  food: ['farm', 'grocer'],
  education: ['school', 'science'],
};

/** What is known beside the words: names, concepts and the senses of words. */
export interface Lexicon {
  names: NameIndex;
  concepts: ConceptIndex;
  senses: SenseIndex;
}

export function extractFeatures(article: Readable, { names, concepts, senses }: Lexicon): Features {
  const keys: string[] = [];
  const values: number[] = [];
  const words: string[] = [];
  const placeOf = new Map<string, number>();
  const add = (key: string, value: number, text: string): void => {
    const place = placeOf.get(key);
    if (place !== undefined) {
      values[place] = (values[place] as number) + value;
      return;
    }
    placeOf.set(key, keys.length);
    keys.push(key);
    values.push(value);
    words.push(text);
  };
  const titleTokens = tokenize(article.title, article.language);
  const summaryTokens = tokenize(article.summary, article.language);
  const cues = [addText(article.title, titleTokens, true), addText(article.summary, summaryTokens, false)];
  if (keys.length > 0) add(`!${strongest(cues)}`, digitalWeight, '');

  function addText(text: string, tokens: readonly Token[], isTitle: boolean): DigitalCue {
    let before: Token | undefined;
    let keyBefore = '';
    for (const token of tokens) {
      const key = generalizeFigures(token.stem);
      add(key, 1, token.text);
      if (isTitle) add(`^${key}`, titleWeight, token.text);
      if (before) add(`${keyBefore} ${key}`, pairWeight, `${before.text} ${token.text}`);
      for (const sense of senses.find(token.stem, article.language) ?? []) {
        add(`=${sense}`, senseWeight, token.text);
        if (isTitle) add(`^=${sense}`, senseWeight * titleWeight, token.text);
      }
      before = token;
      keyBefore = key;
    }
    const hits = matchConcepts(text, tokens, article.language, concepts);
    const spared = new Set<number>();
    const told = new Set<number>();
    for (const { id, sentence } of hits) {
      if (sparing.has(id)) spared.add(sentence);
      else if (commenting.has(id)) told.add(sentence);
    }
    for (const hit of hits) {
      const manner = spared.has(hit.sentence) ? '~' : told.has(hit.sentence) ? '"' : '';
      add(`%${hit.id}`, conceptWeight, hit.text);
      if (manner) add(`%${manner}${hit.id}`, conceptWeight, hit.text);
      if (isTitle) add(`^%${hit.id}`, titleWeight, hit.text);
    }
    for (const hit of matchNames(text, tokens, names)) {
      const manner = spared.has(hit.sentence)
        ? '~'
        : told.has(hit.sentence) || isCommentator(tokens, hit.at, hit.length)
          ? '"'
          : '';
      if (hit.needsContext && !hasContext(hit)) continue;
      add(`#${manner}${hit.kind}`, nameWeight, hit.text);
      if (isTitle) add(`#^${hit.kind}`, nameWeight, hit.text);
    }
    return findDigitalCue(text, tokens, article.language);
  }

  /** Whether another word of the article, beside the name, is of its kind: "Delta" beside "flights". */
  function hasContext({ kind, text }: NameHit): boolean {
    const telling = sensesOfSector[kind] ?? [];
    return [titleTokens, summaryTokens].some((tokens) =>
      tokens.some(
        (token) =>
          !text.includes(token.text) &&
          senses.find(token.stem, article.language)?.some((sense) => telling.includes(sense)),
      ),
    );
  }

  for (let i = 0; i < values.length; i++) values[i] = dampen(values[i] as number);
  if (article.publisher) {
    for (const key of [`@${article.publisher.ownership}`, `@${article.publisher.country}`]) {
      keys.push(key);
      values.push(publisherWeight);
      words.push('');
    }
  }
  return { keys, values, words };
}

function strongest(cues: readonly DigitalCue[]): DigitalCue {
  return cues.includes('strong') ? 'strong' : cues.includes('weak') ? 'weak' : 'none';
}

/** A word said three times counts twice, not three times. */
function dampen(value: number): number {
  return value <= 1 ? value : 1 + Math.log(value);
}

/** "CVE-2024-3094" and "CVE-2021-44228" are one kind of word; so are 400 and 900 flights. */
function generalizeFigures(stem: string): string {
  return /\d/.test(stem) ? stem.replace(/\d+(?:[.,:]\d+)*/g, '0') : stem;
}

function isCommentator(tokens: readonly Token[], at: number, length: number): boolean {
  if (at < 0) return false;
  for (let i = Math.max(0, at - 3); i < at; i++) {
    if (commentatorWord.test(tokens[i]?.text.toLowerCase() ?? '')) return true;
  }
  return commentatorWord.test(tokens[at + length]?.text.toLowerCase() ?? '');
}
