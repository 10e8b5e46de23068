import { stripUnseen } from '../render/escape.ts';

/** Phones and Slack make these of the straight quotation mark. */
const curlyQuote = /[“”„‟«»＂]/g;
const marked = /<([^<>|]+)(?:\|([^<>]*))?>/g;

/**
 * What a person typed, from what Slack made of it: links, mentions and channels stand in angle brackets where the command asks for
 * escaping, and `&`, `<`, `>` are entities either way. Quotation marks come back straight.
 * https://docs.slack.dev/messaging/formatting-message-text ("Escaping text", "Linking to URLs")
 */
export function readSlackText(text: string): string {
  const typed = text.replace(marked, (_, target: string, label = '') => readMark(target, label));
  return stripUnseen(typed.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(curlyQuote, '"'));
}

function readMark(target: string, label: string): string {
  const sign = target[0];
  if (sign === '#' || sign === '@') return sign + (label || target.slice(1));
  if (sign === '!') return `@${label.replace(/^@/, '') || target.slice(1)}`;
  // Slack makes a link of what merely looks like a host or an address for mail.
  return ['http://', 'https://', 'mailto:'].some((scheme) => target === scheme + label) ? label : target;
}
