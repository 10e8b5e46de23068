import { isRecord } from './arguments.ts';

/** `state.values` of a view or message: by block id, then by action id. */
export type Values = Record<string, Record<string, unknown>>;

/**
 * What each kind of element that keeps a state keeps it as, and where it says what it begins with.
 * @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
const states: Readonly<Record<string, { keptAs: string; begins: string; empty: null | [] }>> = {
  plain_text_input: { keptAs: 'value', begins: 'initial_value', empty: null },
  url_text_input: { keptAs: 'value', begins: 'initial_value', empty: null },
  email_text_input: { keptAs: 'value', begins: 'initial_value', empty: null },
  number_input: { keptAs: 'value', begins: 'initial_value', empty: null },
  rich_text_input: { keptAs: 'rich_text_value', begins: 'initial_value', empty: null },
  static_select: { keptAs: 'selected_option', begins: 'initial_option', empty: null },
  radio_buttons: { keptAs: 'selected_option', begins: 'initial_option', empty: null },
  multi_static_select: { keptAs: 'selected_options', begins: 'initial_options', empty: [] },
  checkboxes: { keptAs: 'selected_options', begins: 'initial_options', empty: [] },
  users_select: { keptAs: 'selected_user', begins: 'initial_user', empty: null },
  multi_users_select: { keptAs: 'selected_users', begins: 'initial_users', empty: [] },
  conversations_select: { keptAs: 'selected_conversation', begins: 'initial_conversation', empty: null },
  multi_conversations_select: { keptAs: 'selected_conversations', begins: 'initial_conversations', empty: [] },
  channels_select: { keptAs: 'selected_channel', begins: 'initial_channel', empty: null },
  multi_channels_select: { keptAs: 'selected_channels', begins: 'initial_channels', empty: [] },
  datepicker: { keptAs: 'selected_date', begins: 'initial_date', empty: null },
  timepicker: { keptAs: 'selected_time', begins: 'initial_time', empty: null },
  datetimepicker: { keptAs: 'selected_date_time', begins: 'initial_date_time', empty: null },
  file_input: { keptAs: 'files', begins: 'initial_files', empty: [] },
};

/** The state of every element of some blocks: as the user left it, or as it begins. What is not among the blocks is dropped. */
export function completeValues(blocks: readonly unknown[], values: Values): Values {
  const complete: Values = {};
  for (const { blockId, element } of findFields(blocks)) {
    const state = states[String(element.type)];
    if (!state) continue;
    const actionId = String(element.action_id);
    const given = values[blockId]?.[actionId];
    complete[blockId] = {
      ...complete[blockId],
      [actionId]: isRecord(given)
        ? { ...given, type: element.type }
        : { type: element.type, [state.keptAs]: element[state.begins] ?? state.empty },
    };
  }
  return complete;
}

/** What Slack's own client refuses to submit, in its words, by block id. */
export function checkValues(blocks: readonly unknown[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { blockId, block, element } of findFields(blocks)) {
    const state = states[String(element.type)];
    const kept = values[blockId]?.[String(element.action_id)];
    if (block.type !== 'input' || !state || !isRecord(kept)) continue;
    const value = kept[state.keptAs];
    const isEmpty = value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);
    const error = isEmpty
      ? block.optional !== true && 'Please complete this required field.'
      : checkValue(element, value);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function checkValue(element: Record<string, unknown>, value: unknown): string | false {
  const { type, min_length: least, max_length: most, max_selected_items: mostItems } = element;
  if (Array.isArray(value)) {
    return typeof mostItems === 'number' && value.length > mostItems && `Please choose at most ${mostItems} items.`;
  }
  if (typeof value !== 'string') return false;
  if (typeof least === 'number' && value.length < least) return `Please enter at least ${least} characters.`;
  if (typeof most === 'number' && value.length > most) return `Please enter at most ${most} characters.`;
  if (type === 'url_text_input' && !isWebAddress(value)) return 'Please enter a valid URL.';
  if (type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return 'Please enter a valid email address.';
  return type === 'number_input' && checkNumber(element, value);
}

function checkNumber(element: Record<string, unknown>, value: string): string | false {
  const form = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!form.test(value)) return element.is_decimal_allowed ? 'Please enter a number.' : 'Please enter a whole number.';
  const { min_value: least, max_value: most } = element;
  if (typeof least === 'string' && Number(value) < Number(least)) return `Please enter ${least} or more.`;
  return typeof most === 'string' && Number(value) > Number(most) && `Please enter ${most} or less.`;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

interface Field {
  blockId: string;
  block: Record<string, unknown>;
  element: Record<string, unknown>;
}

/** Elements that may keep a state, where blocks have them. */
function findFields(blocks: readonly unknown[]): Field[] {
  return blocks.filter(isRecord).flatMap((block) =>
    [block.element, block.accessory, block.elements]
      .flat()
      .filter(isRecord)
      .filter(({ action_id }) => typeof action_id === 'string')
      .map((element) => ({ blockId: String(block.block_id), block, element })),
  );
}
