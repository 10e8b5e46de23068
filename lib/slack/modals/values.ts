import type { Block, InputBlock, KnownBlock } from '@slack/types';
import { isOneOf } from '../../taxonomy.ts';
import type { Submission } from '../task.ts';

export type Values = Submission['values'];
type Value = Values[string][string];

/**
 * What the fields of a view say. Slack leaves fields out that nobody touched since the view was opened or drawn anew
 * (https://github.com/slackapi/bolt-js/issues/1258): they say what they began with.
 * @param values `state.values` as Slack sent it
 */
export function collectValues(blocks: readonly (KnownBlock | Block)[], values: Values): Values {
  const collected: Values = {};
  for (const block of blocks) {
    if (!isInput(block) || !block.block_id || !block.element.action_id) continue;
    const { action_id: action } = block.element;
    const value = values[block.block_id]?.[action] ?? readInitial(block.element);
    if (value) collected[block.block_id] = { [action]: value };
  }
  return { ...values, ...collected };
}

function isInput(block: KnownBlock | Block): block is InputBlock {
  return block.type === 'input' && 'element' in block;
}

function readInitial(element: InputBlock['element']): Value | undefined {
  const { type } = element;
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: readOption(element.initial_option) ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: (element.initial_options ?? []).flatMap((option) => readOption(option) ?? []) };
    case 'file_input':
      return { type, files: [] };
    default:
      return undefined;
  }
}

function readOption(option: { text: { text: string }; value?: string } | undefined): Value['selected_option'] {
  return option?.value === undefined
    ? undefined
    : { text: { type: 'plain_text', text: option.text.text }, value: option.value };
}

function findValue(values: Values, name: string): Value | undefined {
  return values[name]?.[name];
}

/** What was typed, without white space around it; '' for nothing. */
export function readText(values: Values, name: string): string {
  return findValue(values, name)?.value?.trim() ?? '';
}

/** A whole number; `NaN` for anything else. */
export function readNumber(values: Values, name: string): number {
  const text = readText(values, name);
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** "08:30". */
export function readTime(values: Values, name: string): string | undefined {
  return findValue(values, name)?.selected_time ?? undefined;
}

export function readConversation(values: Values, name: string): string | undefined {
  return findValue(values, name)?.selected_conversation ?? undefined;
}

export function readUsers(values: Values, name: string): string[] {
  return findValue(values, name)?.selected_users ?? [];
}

export function readFiles(values: Values, name: string): { id: string; name: string }[] {
  return findValue(values, name)?.files ?? [];
}

/** The chosen value of a select or of radio buttons. */
export function readChosen(values: Values, name: string): string | undefined {
  return findValue(values, name)?.selected_option?.value;
}

/** The chosen values of a multi-select or of checkboxes. */
export function readAllChosen(values: Values, name: string): string[] {
  return (findValue(values, name)?.selected_options ?? []).map(({ value }) => value);
}

/** As `readChosen`, of a vocabulary. */
export function readChoice<Id extends string>(values: Values, name: string, ids: readonly Id[]): Id | undefined {
  const chosen = readChosen(values, name);
  return chosen !== undefined && isOneOf(ids, chosen) ? chosen : undefined;
}

/** As `readAllChosen`, of a vocabulary, in its order. */
export function readChoices<Id extends string>(values: Values, name: string, ids: readonly Id[]): Id[] {
  const chosen = readAllChosen(values, name);
  return ids.filter((id) => chosen.includes(id));
}
