import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextSection,
  RichTextText,
  SectionBlock,
  SectionBlockAccessory,
  TableBlock,
} from '@slack/types';
import { cleanLine } from './clean-texts.ts';

/** A Slack message: `text` is all of it in words, for screen readers and notifications. */
export interface SlackMessage {
  text: string;
  blocks: KnownBlock[];
}

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const maxHeader = 150;
/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const maxText = 3_000;
/** https://docs.slack.dev/reference/block-kit/blocks/context-block */
const maxContext = 10;
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object; of a button's label as well. */
const maxLabel = 75;
/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const maxConfirm = { title: 100, text: 300, choice: 30 };
/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
const maxTable = { rows: 100, columns: 20 };
/** Of an address: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const maxAddress = 3_000;

/** Text of whatever origin that Slack shows as it is: one line, never empty, no emoji made of it. */
export function plain(text: string, limit = maxText): PlainTextElement {
  return { type: 'plain_text', text: cleanLine(text, limit) || '–', emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, maxHeader) };
}

/** Small print. */
export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.slice(0, maxContext).map((text) => plain(text, maxText / maxContext)) };
}

export function section(text: string, accessory?: SectionBlockAccessory): SectionBlock {
  return { type: 'section', text: plain(text), ...(accessory ? { accessory } : {}) };
}

export const divider: DividerBlock = { type: 'divider' };

/** One line of a rich text. Its texts are cleaned and cut by whoever writes the line; empty ones fall away. */
export type Line = readonly RichTextElement[];

export function words(text: string, style?: RichTextText['style']): RichTextText {
  return { type: 'text', text, ...(style ? { style } : {}) };
}

export function bold(text: string): RichTextText {
  return words(text, { bold: true });
}

export function code(text: string): RichTextText {
  return words(text, { code: true });
}

/** Text with a link behind it, or without where there is no address. @param url as `safeHref` gives it */
export function linked(text: string, url: string, style?: RichTextLink['style']): RichTextLink | RichTextText {
  return url ? { type: 'link', url, text, ...(style ? { style } : {}) } : words(text, style);
}

/** Lines one under the other; empty ones fall away. */
export function paragraph(...lines: Line[]): RichTextSection {
  const [first = [], ...rest] = lines.map(dropEmpty).filter((line) => line.length > 0);
  return {
    type: 'rich_text_section',
    elements: [...first, ...rest.flatMap(([head, ...tail]) => breakBefore(head, tail))],
  };
}

function breakBefore(head: RichTextElement | undefined, tail: Line): RichTextElement[] {
  if (!head) return [];
  return head.type === 'text' ? [{ ...head, text: `\n${head.text}` }, ...tail] : [words('\n'), head, ...tail];
}

/** A list with bullets; empty items fall away. */
export function bullets(items: readonly Line[]): RichTextList {
  const kept = items.map(dropEmpty).filter((line) => line.length > 0);
  return {
    type: 'rich_text_list',
    style: 'bullet',
    elements: kept.map((elements) => ({ type: 'rich_text_section', elements })),
  };
}

function dropEmpty(line: Line): RichTextElement[] {
  return line.filter((element) => !('text' in element) || element.text !== '');
}

/** Paragraphs and lists; those with nothing in them fall away, and with all of them the block. */
export function richText(...parts: (RichTextSection | RichTextList)[]): RichTextBlock[] {
  const elements = parts.filter((part) => part.elements.length > 0);
  return elements.length > 0 ? [{ type: 'rich_text', elements }] : [];
}

/** Asks before a deed that cannot be taken back. */
export interface Confirmation {
  title: string;
  text: string;
  confirm: string;
}

export function button(label: string, action: string, value?: string, confirmation?: Confirmation): Button {
  return {
    type: 'button',
    text: plain(label, maxLabel),
    action_id: action,
    ...(value === undefined || value === '' ? {} : { value }),
    ...(confirmation
      ? {
          confirm: {
            title: plain(confirmation.title, maxConfirm.title),
            text: plain(confirmation.text, maxConfirm.text),
            confirm: plain(confirmation.confirm, maxConfirm.choice),
            deny: plain('Keep', maxConfirm.choice),
          },
        }
      : {}),
  };
}

/** @param options at least two and at most five: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
export function overflow(action: string, options: readonly { label: string; value: string }[]): Overflow {
  return {
    type: 'overflow',
    action_id: action,
    options: options.map(({ label, value }) => ({ text: plain(label, maxLabel), value })),
  };
}

export function actions(...elements: ActionsBlockElement[]): ActionsBlock {
  return { type: 'actions', elements };
}

/**
 * A table of plain cells, its first row the heading; Slack takes one a message.
 * @param columns how each is set; columns of words break their lines
 */
export function table(rows: readonly (readonly string[])[], columns: readonly ('words' | 'figures')[]): TableBlock {
  return {
    type: 'table',
    column_settings: columns.map((column) =>
      column === 'figures' ? { align: 'right' } : { align: 'left', is_wrapped: true },
    ),
    rows: rows
      .slice(0, maxTable.rows)
      .map((cells) =>
        cells.slice(0, maxTable.columns).map((text) => ({ type: 'raw_text', text: cleanLine(text, maxText) || '–' })),
      ),
  };
}
