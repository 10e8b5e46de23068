import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import { plain } from '../../render/blocks.ts';

/** https://docs.slack.dev/reference/views/modal-views: of a title, and of the labels of its buttons. */
const maxTitle = 24;
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object: of an option's text and description. */
const maxOption = 75;
/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const maxOptions = 100;
/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const maxInput = 3_000;
const maxPlaceholder = 150;
const maxLabel = 2_000;

/** One thing to choose. */
export interface Choice<Id extends string = string> {
  /** At most 75 characters. */
  id: Id;
  title: string;
  detail?: string;
}

/** What all fields have. The name is both `block_id` and `action_id`. */
interface FieldOptions {
  hint?: string;
  optional?: true;
  /** The modal is told of each change, to draw itself anew. */
  dispatches?: true;
}

function field(name: string, label: string, element: InputBlock['element'], options: FieldOptions): InputBlock {
  const { hint, optional, dispatches } = options;
  return {
    type: 'input',
    block_id: name,
    label: plain(label, maxLabel),
    element,
    ...(hint ? { hint: plain(hint, maxLabel) } : {}),
    ...(optional ? { optional } : {}),
    ...(dispatches ? { dispatch_action: true } : {}),
  };
}

/** A line to type, or a few. */
export function textField(
  name: string,
  label: string,
  options: FieldOptions & { value?: string; placeholder?: string; multiline?: true } = {},
): InputBlock {
  const { value, placeholder, multiline } = options;
  return field(
    name,
    label,
    {
      type: 'plain_text_input',
      action_id: name,
      max_length: maxInput,
      ...(value ? { initial_value: value.slice(0, maxInput).toWellFormed() } : {}),
      ...(placeholder ? { placeholder: plain(placeholder, maxPlaceholder) } : {}),
      ...(multiline ? { multiline } : {}),
    },
    options,
  );
}

/** A whole number within bounds. */
export function numberField(
  name: string,
  label: string,
  options: FieldOptions & { value: number; least: number; most: number },
): InputBlock {
  const { value, least, most } = options;
  return field(
    name,
    label,
    {
      type: 'number_input',
      action_id: name,
      is_decimal_allowed: false,
      min_value: String(least),
      max_value: String(most),
      ...(value >= least && value <= most ? { initial_value: String(value) } : {}),
    },
    options,
  );
}

/** @param value "08:30" */
export function timeField(name: string, label: string, options: FieldOptions & { value: string }): InputBlock {
  return field(name, label, { type: 'timepicker', action_id: name, initial_time: options.value }, options);
}

/** A public or private channel. */
export function channelField(name: string, label: string, options: FieldOptions & { value?: string } = {}): InputBlock {
  const { value } = options;
  return field(
    name,
    label,
    {
      type: 'conversations_select',
      action_id: name,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(value ? { initial_conversation: value } : {}),
    },
    options,
  );
}

export function usersField(
  name: string,
  label: string,
  options: FieldOptions & { value: readonly string[] },
): InputBlock {
  const { value } = options;
  return field(
    name,
    label,
    {
      type: 'multi_users_select',
      action_id: name,
      ...(value.length > 0 ? { initial_users: [...value] } : {}),
    },
    options,
  );
}

/** A menu of which one is chosen; more than 100 choices are cut. */
export function choiceField<Id extends string>(
  name: string,
  label: string,
  choices: readonly Choice<Id>[],
  options: FieldOptions & { value?: Id | undefined; placeholder?: string } = {},
): InputBlock {
  const { list, chosen } = writeOptions(choices, options.value === undefined ? [] : [options.value]);
  const [initial] = chosen;
  return field(
    name,
    label,
    {
      type: 'static_select',
      action_id: name,
      options: list,
      ...(initial ? { initial_option: initial } : {}),
      ...(options.placeholder ? { placeholder: plain(options.placeholder, maxPlaceholder) } : {}),
    },
    options,
  );
}

/** A menu of which several are chosen; more than 100 choices are cut. */
export function choicesField<Id extends string>(
  name: string,
  label: string,
  choices: readonly Choice<Id>[],
  options: FieldOptions & { value?: readonly Id[]; placeholder?: string } = {},
): InputBlock {
  const { list, chosen } = writeOptions(choices, options.value ?? []);
  return field(
    name,
    label,
    {
      type: 'multi_static_select',
      action_id: name,
      options: list,
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
      ...(options.placeholder ? { placeholder: plain(options.placeholder, maxPlaceholder) } : {}),
    },
    options,
  );
}

/** Two to ten choices in sight, of which one is chosen. */
export function radioField<Id extends string>(
  name: string,
  label: string,
  choices: readonly Choice<Id>[],
  options: FieldOptions & { value: Id },
): InputBlock {
  const { list, chosen } = writeOptions(choices, [options.value]);
  const [initial] = chosen;
  return field(
    name,
    label,
    { type: 'radio_buttons', action_id: name, options: list, ...(initial ? { initial_option: initial } : {}) },
    options,
  );
}

/** One box to tick. */
export function tickField(
  name: string,
  label: string,
  choice: Choice,
  options: FieldOptions & { value: boolean },
): InputBlock {
  const { list } = writeOptions([choice], []);
  return field(
    name,
    label,
    { type: 'checkboxes', action_id: name, options: list, ...(options.value ? { initial_options: list } : {}) },
    { ...options, optional: true },
  );
}

/** @param extensions of the files that are taken */
export function fileField(
  name: string,
  label: string,
  extensions: readonly string[],
  options: FieldOptions,
): InputBlock {
  return field(name, label, { type: 'file_input', action_id: name, filetypes: [...extensions], max_files: 1 }, options);
}

function writeOptions(
  choices: readonly Choice[],
  value: readonly string[],
): { list: PlainTextOption[]; chosen: PlainTextOption[] } {
  const list = choices.slice(0, maxOptions).map(
    ({ id, title, detail }): PlainTextOption => ({
      text: plain(title, maxOption),
      value: id,
      ...(detail ? { description: plain(detail, maxOption) } : {}),
    }),
  );
  return { list, chosen: list.filter(({ value: id }) => id !== undefined && value.includes(id)) };
}

/**
 * @param id `callback_id`
 * @param metadata comes back with the submission
 */
export function writeModal(options: {
  id: string;
  title: string;
  submit: string;
  blocks: KnownBlock[];
  metadata?: Record<string, unknown>;
}): ModalView {
  const { id, title, submit, blocks, metadata } = options;
  const label = (text: string): PlainTextElement => plain(text, maxTitle);
  return {
    type: 'modal',
    callback_id: id,
    title: label(title),
    submit: label(submit),
    close: label('Cancel'),
    blocks,
    ...(metadata ? { private_metadata: JSON.stringify(metadata) } : {}),
  };
}
