import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { cutEscaped } from './escape.ts';

/** `chat.update` refuses a longer text (`msg_too_long`). */
const maxWords = 3_900;
/** Stands around the id of a channel or a user till the rest is escaped; clean text holds no controls, so nobody can forge it. */
const mark = { channel: '\u0001', user: '\u0002' };

/**
 * What blocks say, in words for the top level of a message, where `<`, `>` and `&` are markup and so are escaped. Buttons and menus
 * say nothing.
 */
export function tellBlocks(blocks: readonly KnownBlock[]): string {
  const text = cutEscaped(blocks.flatMap(tellBlock).join('\n'), maxWords);
  return nameMarked(nameMarked(text, mark.channel, '#'), mark.user, '@');
}

/** Between every second pair of marks stands an id, unless the text was cut there. */
function nameMarked(text: string, between: string, sign: '#' | '@'): string {
  return text
    .split(between)
    .map((part, i) => (i % 2 === 0 ? part : /^[A-Z0-9]+$/.test(part) ? `<${sign}${part}>` : ''))
    .join('');
}

function tellBlock(block: KnownBlock): string[] {
  if (block.type === 'header') return [block.text.text];
  if (block.type === 'section') return block.text ? [block.text.text] : [];
  if (block.type === 'context') return block.elements.flatMap((element) => ('text' in element ? [element.text] : []));
  if (block.type === 'rich_text') return tellRichText(block);
  if (block.type === 'table') {
    return block.rows.map((cells) =>
      cells.map((cell) => (cell.type === 'rich_text' ? tellRichText(cell).join(' ') : cell.text)).join('; '),
    );
  }
  return [];
}

function tellRichText({ elements }: RichTextBlock): string[] {
  return elements.flatMap((part) =>
    part.type === 'rich_text_list'
      ? part.elements.map((item) => `- ${tellSection(item)}`)
      : [part.elements.map(tellElement).join('')],
  );
}

function tellSection({ elements }: RichTextSection): string {
  return elements.map(tellElement).join('');
}

function tellElement(element: RichTextElement): string {
  if (element.type === 'text') return element.text;
  if (element.type === 'link') return element.text ?? element.url;
  if (element.type === 'channel') return `${mark.channel}${element.channel_id}${mark.channel}`;
  if (element.type === 'user') return `${mark.user}${element.user_id}${mark.user}`;
  return '';
}
