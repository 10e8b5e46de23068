import { decodeHTML } from 'entities';
import { Parser } from 'htmlparser2';

/** A feed may hold a whole book in one item; beyond this many characters nothing more is news. */
const maxTextLength = 100_000;

const silentElement = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'figcaption', 'head']);
const blockElement =
  /^(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|article|header|footer|figure|pre|hr|dd|dt|dl)$/;

/**
 * The readable text of an HTML fragment: tags gone, entities decoded, white space single. Text that has been escaped twice,
 * as many feeds do, is read twice. Runs in time linear in the input.
 */
export function renderPlainText(html: string): string {
  const once = readHtml(html.length > maxTextLength ? html.slice(0, maxTextLength) : html);
  const twice = /<[a-z/!][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});/i.test(once) ? readHtml(once) : once;
  return collapseSpace(twice);
}

function readHtml(html: string): string {
  if (!html.includes('<')) return html.includes('&') ? decodeHTML(html) : html;
  const parts: string[] = [];
  let silent = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (silentElement.has(name)) silent++;
        if (blockElement.test(name)) parts.push(' ');
      },
      ontext(text) {
        if (silent === 0) parts.push(text);
      },
      onclosetag(name) {
        if (silentElement.has(name)) silent = Math.max(0, silent - 1);
        if (blockElement.test(name)) parts.push(' ');
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return parts.join('');
}

/** Controls, and the marks that hide or reorder text: zero-width, bidirectional overrides and isolates, byte-order mark. */
const invisible = /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Drops invisible and reordering characters and makes every run of white space one space.
 */
export function collapseSpace(text: string): string {
  return text
    .replace(/[\t\n\r\f\v]+/g, ' ')
    .replace(invisible, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/**
 * Takes the outlet's name off the end of a headline ("Trains halted - The Harbour Post"), and only that: a last part that
 * is not one of the names stays.
 */
export function stripPublisherSuffix(title: string, names: readonly string[]): string {
  const match = /^(.{8,}?)\s+(?:[-–—|·•»:]|::)\s+([^-–—|]{2,60})$/u.exec(title);
  if (!match?.[1] || !match[2]) return title;
  const suffix = fold(match[2]);
  const isName = names.some((name) => {
    const folded = fold(name);
    return folded !== '' && (folded === suffix || folded.startsWith(`${suffix} `) || suffix.startsWith(`${folded} `));
  });
  return isName ? match[1].trim() : title;
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.(?:com|org|net|example|co\.uk)$/, '')
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The sentences of a plain text, by the Unicode rules of its language; abbreviations that English news is full of ("a.m.",
 * "Inc.", "U.S.") do not end one.
 */
export function splitSentences(text: string, language: string): string[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language === 'und' ? 'en' : language, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  const sentences: string[] = [];
  let pending = '';
  for (const { segment } of segmenter.segment(text)) {
    pending += segment;
    if (/(?:\b(?:[A-Z]|[ap]\.m|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|St|No|vs|e\.g|i\.e|approx|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)\s*$/.test(pending)) continue;
    sentences.push(pending.trim());
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
  const cut = text.slice(0, Math.max(0, limit - 1));
  const atWord = cut.replace(/\s+\S*$/u, '');
  const kept = atWord.length > limit / 2 ? atWord : cut.replace(/[\ud800-\udbff]$/, '');
  return `${kept.replace(/[\s,;:.–—-]+$/u, '')}…`;
}
