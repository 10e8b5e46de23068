import type { RichTextBlock, RichTextElement } from '@slack/types';

type Style = { bold?: true; italic?: true; strike?: true; code?: true };

/** Slack escapes exactly these three: https://docs.slack.dev/messaging/formatting-message-text ("Escaping text"). */
export function unescapeSlack(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/**
 * Slack's mrkdwn as rich text. Only unescaped angle brackets are markup, and what is not of a known form stays text, as in Slack.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function parseMrkdwn(text: string): RichTextBlock {
  const parts = text.split('```');
  const elements = parts.flatMap((part, index): RichTextBlock['elements'] => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) {
      const code = unescapeSlack(part.replace(/^\n|\n$/g, ''));
      return code ? [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: code }] }] : [];
    }
    return parseLines(index % 2 === 1 ? `\`\`\`${part}` : part);
  });
  return { type: 'rich_text', elements };
}

/** Runs of quoted and of plain lines. */
function parseLines(text: string): RichTextBlock['elements'] {
  if (!text.trim()) return [];
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quote = /^(?:>|&gt;) ?/.exec(line)?.[0];
    const isQuote = quote !== undefined;
    const last = runs.at(-1);
    const run = last?.isQuote === isQuote ? last : { isQuote, lines: [] };
    if (run !== last) runs.push(run);
    run.lines.push(line.slice(quote?.length ?? 0));
  }
  return runs.map(({ isQuote, lines }) => ({
    type: isQuote ? 'rich_text_quote' : 'rich_text_section',
    elements: parseInline(lines.join('\n'), {}),
  }));
}

/** A mark counts only at the edge of a word, so that `a*b*c` and `snake_case` stay text. */
const marked = (mark: string, name: string): string =>
  `(?<![\\p{L}\\p{N}${mark}])${mark}(?<${name}>[^\\s${mark}](?:[^${mark}\\n]*[^\\s${mark}])?)${mark}(?![\\p{L}\\p{N}])`;

const inline = new RegExp(
  [
    '<(?<token>[^<>\\n]+)>',
    '`(?<code>[^`\\n]+)`',
    marked('\\*', 'bold'),
    marked('_', 'italic'),
    marked('~', 'strike'),
    "(?<![\\p{L}\\p{N}]):(?<emoji>[a-z][a-z0-9_+'-]*|[+-]1|100):",
    '(?<address>https?://[^\\s<>|`]*[^\\s<>|`.,;:!?)\\]\'"*_~])',
  ].join('|'),
  'gu',
);

function parseInline(text: string, style: Style): RichTextElement[] {
  const found: RichTextElement[] = [];
  const styled = Object.keys(style).length > 0 ? { style } : {};
  const literal = (raw: string): void => {
    if (raw) found.push({ type: 'text', text: unescapeSlack(raw), ...styled });
  };
  let end = 0;
  for (const match of text.matchAll(inline)) {
    literal(text.slice(end, match.index));
    end = match.index + match[0].length;
    const { token, code, bold, italic, strike, emoji, address } = match.groups ?? {};
    if (bold) found.push(...parseInline(bold, { ...style, bold: true }));
    else if (italic) found.push(...parseInline(italic, { ...style, italic: true }));
    else if (strike) found.push(...parseInline(strike, { ...style, strike: true }));
    else if (code) found.push({ type: 'text', text: unescapeSlack(code), style: { ...style, code: true } });
    else if (emoji) found.push({ type: 'emoji', name: emoji });
    else if (address) found.push({ type: 'link', url: unescapeSlack(address), ...styled });
    else found.push(parseToken(token ?? '', styled));
  }
  literal(text.slice(end));
  return found;
}

/** What stands between angle brackets. */
function parseToken(token: string, styled: { style?: Style }): RichTextElement {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : unescapeSlack(token.slice(bar + 1));
  const mention = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (mention?.[1] === '@') return { type: 'user', user_id: mention[2] ?? '', ...styled };
  if (mention) return { type: 'channel', channel_id: mention[2] ?? '', ...styled };
  const range = /^!(here|channel|everyone)$/.exec(target)?.[1] as 'here' | 'channel' | 'everyone' | undefined;
  if (range) return { type: 'broadcast', range, ...styled };
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) {
    return {
      type: 'date',
      timestamp: Number(date[1]),
      format: unescapeSlack(date[2] ?? ''),
      fallback: label,
      ...styled,
    };
  }
  if (/^(?:https?:\/\/|mailto:)/i.test(target)) {
    return { type: 'link', url: unescapeSlack(target), ...(label ? { text: label } : {}), ...styled };
  }
  return { type: 'text', text: unescapeSlack(`<${token}>`), ...styled };
}
