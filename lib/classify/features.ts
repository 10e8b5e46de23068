import type { Publisher } from '../article.ts';
import { type ConceptHit, type ConceptIndex, matchConcepts } from './concepts.ts';
import { type DigitalCue, findDigitalCue } from './digital.ts';
import type { FeatureSpace } from './feature-space.ts';
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
 * The features of an article in parallel arrays: the one at `places[i]` of a space has the value `values[i]` and stands for the words
 * `words[i]` of the text.
 * Keys: `stem` and `stem stem` (one and two words), `%concept` (a wording of it), `=sense` (a word of that sense), `#kind` (a name of
 * that sector or kind); `^` with any of them for the title, `~` for what is said to be spared, `"` with names and concepts that only comment;
 * `!cue` (whether anything digital is named), `@…` (who publishes: no words of the text, so it can lean a decision but never be
 * evidence).
 */
export interface Features {
  places: number[];
  values: number[];
  words: string[];
  /** Whether anything digital is named. */
  cue: DigitalCue;
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

/** Senses and kinds of names that belong to the digital world and to no other. */
const digitalSenses = new Set(
  'malware computer software network data account online ai cyber chip cloud telecom social'.split(' '),
);
const digitalKinds = new Set(
  `gang state-actor hacktivist malware spyware named-flaw open-source software operating-system network-device industrial-device
  cloud-service security-vendor cyber-agency internet-body outage-tracker source-of-flaws`.split(/\s+/),
);

const sparedWords = 7;
/** Concepts that say of others in their sentence that they were not hit, or that they only comment. */
const sparing = new Set([
  'not-affected',
  'kept-running',
  'denied-being-hit',
  'no-plans-no-disruption',
  'not-using-product',
  'safety-not-compromised',
  'attack-thwarted',
]);
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

/**
 * Reads an article once.
 * @param space features that it has no place for are left out
 */
export function extractFeatures(
  article: Readable,
  { names, concepts, senses }: Lexicon,
  space: FeatureSpace,
): Features {
  const places: number[] = [];
  const values: number[] = [];
  const words: string[] = [];
  const indexOf = new Map<number, number>();
  const add = (place: number, value: number, text: string): void => {
    if (place < 0) return;
    const index = indexOf.get(place);
    if (index !== undefined) {
      values[index] = (values[index] as number) + value;
      return;
    }
    indexOf.set(place, places.length);
    places.push(place);
    values.push(value);
    words.push(text);
  };
  const known = wordsOf(space, senses, article.language);
  const titleTokens = tokenize(article.title, article.language);
  const summaryTokens = tokenize(article.summary, article.language);
  const cues = [addText(article.title, titleTokens, true), addText(article.summary, summaryTokens, false)];
  const cue = strongest(cues);
  if (titleTokens.length + summaryTokens.length > 0) add(space.find(`!${cue}`), digitalWeight, '');

  function addText(text: string, tokens: readonly Token[], isTitle: boolean): DigitalCue {
    const hits = matchConcepts(text, tokens, article.language, concepts);
    const mannerOf = describeManners(hits);
    let before: Token | undefined;
    let placeBefore = -1;
    for (const [at, token] of tokens.entries()) {
      const word = known(token);
      if (mannerOf(token.sentence, at) === '~') {
        const spared = word.spared();
        add(spared.place, 1, token.text);
        for (const sense of spared.senses) add(sense, senseWeight, token.text);
        before = undefined;
        continue;
      }
      add(word.place, 1, token.text);
      for (const sense of word.senses) add(sense, senseWeight, token.text);
      if (isTitle) {
        const inTitle = word.inTitle();
        add(inTitle.place, titleWeight, token.text);
        for (const sense of inTitle.senses) add(sense, senseWeight * titleWeight, token.text);
      }
      if (before) {
        const pair = space.findPair(placeBefore, word.place);
        if (pair >= 0) add(pair, pairWeight, `${before.text} ${token.text}`);
      }
      before = token;
      placeBefore = word.place;
    }
    for (const hit of hits) {
      const manner = mannerOf(hit.sentence, hit.at);
      add(space.find(`%${hit.id}`), conceptWeight, hit.text);
      if (manner) add(space.find(`%${manner}${hit.id}`), conceptWeight, hit.text);
      if (isTitle) add(space.find(`^%${hit.id}`), titleWeight, hit.text);
    }
    let isDigital = false;
    for (const hit of matchNames(text, tokens, names)) {
      if (hit.needsContext && !hasContext(hit)) continue;
      isDigital ||= digitalKinds.has(hit.kind);
      const manner = mannerOf(hit.sentence, hit.at) || (isCommentator(tokens, hit.at, hit.length) ? '"' : '');
      add(space.find(`#${manner}${hit.kind}`), nameWeight, hit.text);
      if (isTitle && manner !== '~') add(space.find(`#^${hit.kind}`), nameWeight, hit.text);
    }
    if (isDigital) return 'strong';
    const cue = findDigitalCue(text, tokens, article.language);
    return cue === 'none' && tokens.some((token) => known(token).isDigital) ? 'weak' : cue;
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
    for (const key of [`@${article.publisher.ownership}`, `@${article.publisher.country}`])
      add(space.find(key), publisherWeight, '');
  }
  return { places, values, words, cue };
}

interface WordPlaces {
  place: number;
  senses: number[];
}

/** What a space and a lexicon know of a word, whatever text it stands in. */
interface KnownWord extends WordPlaces {
  inTitle(): WordPlaces;
  /** Where it is said not to be hit. */
  spared(): WordPlaces;
  /** Whether it can mean something digital. */
  isDigital: boolean;
}

const maxKnownWords = 50_000;
const knownWords = new WeakMap<FeatureSpace, Map<string, Map<string, KnownWord>>>();

/** Looks words up, each once: news repeats its words. */
function wordsOf(space: FeatureSpace, senses: SenseIndex, language: string): (token: Token) => KnownWord {
  const languages = knownWords.get(space) ?? new Map<string, Map<string, KnownWord>>();
  knownWords.set(space, languages);
  const words = languages.get(language) ?? new Map<string, KnownWord>();
  languages.set(language, words);
  return ({ text, stem }) => {
    let word = words.get(text);
    if (!word) {
      const key = generalizeFigures(stem);
      const tags = senses.find(stem, language) ?? [];
      const placesOf = (mark: string): WordPlaces => ({
        place: space.find(`${mark}${key}`),
        senses: tags.map((sense) => space.find(`${mark}=${sense}`)),
      });
      let inTitle: WordPlaces | undefined;
      let spared: WordPlaces | undefined;
      word = {
        ...placesOf(''),
        isDigital: tags.some((sense) => digitalSenses.has(sense)),
        inTitle() {
          inTitle ??= placesOf('^');
          return inTitle;
        },
        spared() {
          spared ??= placesOf('~');
          return spared;
        },
      };
      if (words.size >= maxKnownWords) words.clear();
      words.set(text, word);
    }
    return word;
  };
}

/**
 * How a sentence speaks of what it names: `~` where that was spared ("schools were not affected"), `"` where it only comments, else
 * nothing. What was spared stands near the words that say so, as far as places are known.
 */
function describeManners(hits: readonly ConceptHit[]): (sentence: number, at: number) => '~' | '"' | '' {
  const spared = hits.filter(({ id }) => sparing.has(id));
  const told = new Set(hits.flatMap(({ id, sentence }) => (commenting.has(id) ? [sentence] : [])));
  return (sentence, at) => {
    const isSpared = spared.some(
      (hit) => hit.sentence === sentence && (at < 0 || hit.at < 0 || Math.abs(hit.at - at) <= sparedWords),
    );
    return isSpared ? '~' : told.has(sentence) ? '"' : '';
  };
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
  const sentence = tokens[at]?.sentence;
  const isBeside = (token: Token | undefined): boolean =>
    token !== undefined && token.sentence === sentence && commentatorWord.test(token.text.toLowerCase());
  return tokens.slice(Math.max(0, at - 3), at).some(isBeside) || isBeside(tokens[at + length]);
}
