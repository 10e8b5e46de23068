import { collapseSpace, truncate } from '../text.ts';

/** Scripts that are written with joiners: RFC 5892, appendix A. */
const joiningScripts = [
  'Arab',
  'Syrc',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Mymr',
  'Khmr',
];
const joinerInWord = `(?<=[${joiningScripts.map((script) => `\\p{sc=${script}}`).join('')}])[\\u200c\\u200d]`;
const joinerInEmoji =
  '(?<=\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\ufe0f)\\u200d(?=\\p{Extended_Pictographic})';
const emojiStyle = '(?<=\\p{Emoji})(?:\\ufe0e|\\ufe0f)';

/**
 * What a reader cannot see but a program obeys: Unicode's default ignorable characters, among them all that hide, join or reorder
 * text, but for those that make a word or an emoji what it is.
 */
const unseen = new RegExp(`(?!${joinerInWord}|${joinerInEmoji}|${emojiStyle})\\p{Default_Ignorable_Code_Point}`, 'gu');

/**
 * Text of a feed as one line that is what it looks like: no controls, no invisible or reordering marks, no half characters, white
 * space single. Feeds are cleaned when they are read; this holds whatever way a text came.
 */
export function stripUnseen(text: string): string {
  return collapseSpace(text.replace(unseen, '')).toWellFormed();
}

/** Text made harmless inside HTML elements and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return stripUnseen(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/**
 * Text made literal where Slack reads markup: https://docs.slack.dev/messaging/formatting-message-text ("Escaping text").
 */
export function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Cut so that it still fits once it is escaped for Slack: a cut after escaping could leave half an entity. */
export function cutEscaped(text: string, limit: number): string {
  let kept = truncate(text, limit);
  for (let escaped = escapeSlack(kept); escaped.length > limit && kept.length > 1; escaped = escapeSlack(kept)) {
    kept = truncate(kept, Math.floor((kept.length * limit) / escaped.length));
  }
  return escapeSlack(kept);
}

/**
 * An address fit for a link, in its one spelling; '' for anything but http and https (feeds carry `javascript:` too), and for one
 * with a user name, which only serves to look like another address.
 */
export function safeHref(url: string): string {
  const parsed = URL.parse(url.trim());
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return '';
  return parsed.username || parsed.password ? '' : parsed.href;
}

/**
 * Text made harmless on a terminal: control characters, and with them every escape sequence, gone.
 */
export function escapeTerminal(text: string): string {
  return stripUnseen(text);
}
