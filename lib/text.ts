import { readHtmlText } from './html-text.ts';

/** A feed may hold a whole book in one item; beyond this many characters nothing more is news. */
export const maxTextLength = 100_000;

/**
 * The readable text of an HTML fragment: tags gone, entities decoded, white space single. Text that has been escaped twice,
 * as many feeds do, is read twice. Runs in time linear in the input.
 */
export function renderPlainText(html: string): string {
  const once = readHtml(html.slice(0, maxTextLength).replace(/[\ud800-\udbff]$/, ''));
  const twice = /<[a-z/!][^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});/i.test(once) ? readHtml(once) : once;
  return collapseSpace(twice);
}

function readHtml(fragment: string): string {
  // A feed that wraps its text in CDATA twice leaves the inner marks in it; HTML would read them, and all they hold, as a comment.
  return readHtmlText(fragment.replace(/<!\[CDATA\[|\]\]>/g, ''));
}

/**
 * Controls, and the marks that hide or reorder text: zero-width space, bidirectional overrides and isolates, Hangul fillers,
 * byte-order mark, tag characters. The joiners stay: Persian, Hindi and emoji are spelled with them.
 */
const invisible =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Any white space but a space that stands alone: most do, and need not be replaced by themselves. */
const unevenSpace = /[^\S ]\s*| \s+/g;

/**
 * Drops invisible and reordering characters and makes every run of white space one space.
 */
export function collapseSpace(text: string): string {
  return text
    .replace(/[\t\n\r\f\v\u0085]+/g, ' ')
    .replace(invisible, '')
    .replace(unevenSpace, ' ')
    .trim();
}

/** Longer than any outlet's name with the separators before it. */
const maxSuffixLength = 80;

/** What stands between a headline and its outlet: spaced, since words and times have hyphens and colons; bars may touch. */
const suffixSeparator = /\s+(?:::|[-–—|｜·•»«:/_])\s+|\s*[|｜_]\s*/gu;

/**
 * Takes the outlet's name off the end of a headline ("Trains halted - The Harbour Post"), and only that: a last part that
 * is not one of the names stays, and so does a name with hardly a headline before it.
 */
export function stripPublisherSuffix(title: string, names: readonly string[]): string {
  const offset = Math.max(0, title.length - maxSuffixLength);
  for (const match of title.slice(offset).matchAll(suffixSeparator)) {
    const headline = title.slice(0, offset + match.index).trim();
    const suffix = title.slice(offset + match.index + match[0].length).trim();
    if (isHeadline(headline) && names.some((name) => isNamed(suffix, name))) return headline;
  }
  return title;
}

/** "Live" and "Home" are no headlines; an ideograph or a syllable says about as much as two letters. */
function isHeadline(text: string): boolean {
  return text.replace(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g, '··').length >= 8;
}

/** The name itself, its beginning ("BBC" of "BBC News"), or an edition ("BBC News Africa"); the last two only where written as names are. */
function isNamed(suffix: string, name: string): boolean {
  const said = fold(suffix);
  const known = fold(name);
  if (!said || !known) return false;
  if (said.replaceAll(' ', '') === known.replaceAll(' ', '')) return true;
  if (/(?:^|\s)\p{Ll}/u.test(suffix)) return false;
  if (known.startsWith(`${said} `)) return true;
  return said.startsWith(`${known} `) && said.slice(known.length + 1).split(' ').length <= 2;
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.(?:com|org|net|example|co\.uk)$/, '')
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Abbreviations that news is full of: their full stop ends no sentence. */
const abbreviation =
  /(?:^|[^\p{L}\p{N}])(?:\p{Lu}|[ap]\.m|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Mme|Dr|Prof|Gen|Sen|Rep|St|No|Nr|vs|e\.g|i\.e|approx|ca|bzw|Mio|Mrd|Sr|Sra|EE|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$/u;

/** Languages that write "19. Juli". */
const ordinalLanguages = new Set([
  'de',
  'da',
  'nb',
  'nn',
  'no',
  'is',
  'fi',
  'et',
  'lv',
  'cs',
  'sk',
  'sl',
  'hr',
  'bs',
  'hu',
]);

/**
 * The sentences of a plain text by the rules of Unicode (UAX 29). Abbreviations ("a.m.", "Inc.", "U.S.") do not end one, nor do
 * the ordinals of languages that write them with a full stop.
 * @param language BCP 47 primary language; an unknown one is read by the general rules
 */
export function splitSentences(text: string, language: string): string[] {
  // Greek alone has rules of its own, its question mark being a semicolon.
  const segmenter = new Intl.Segmenter(language === 'el' ? 'el' : 'en', { granularity: 'sentence' });
  const sentences: string[] = [];
  let pending = '';
  for (const { segment } of segmenter.segment(text)) {
    pending += segment;
    const end = segment.trimEnd().slice(-12);
    if (abbreviation.test(end)) continue;
    if (ordinalLanguages.has(language) && /(?:^|\s)\d{1,2}\.$/.test(end)) continue;
    if (pending.trim()) sentences.push(pending.trim());
    pending = '';
  }
  if (pending.trim()) sentences.push(pending.trim());
  return sentences;
}

/**
 * Cuts a text to at most `limit` UTF-16 units at a word boundary, with an ellipsis where something was cut.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 0) return '';
  const cut = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
  const atWord = /\s/.test(text.charAt(limit - 1)) ? cut : cut.replace(/\s+\S*$/u, '');
  const kept = atWord.length > limit / 2 ? atWord : cut;
  return `${kept.replace(/[\s,;:.–—-]+$/u, '')}…`;
}
