import { isRecord } from '../arguments.ts';
import {
  actionFields,
  conversationFilter,
  dispatchConfig,
  hasOne,
  imageFields,
  optionGroup,
  optionOf,
  plainText,
} from './objects.ts';
import { richText } from './rich-text.ts';
import { type Check, flag, listOf, matching, numberOf, oneOf, type Rule, shapeOf, textOf, urlOf } from './rule.ts';

/** Elements by type, with the limits of their pages: https://docs.slack.dev/reference/block-kit/block-elements */

const always: Rule = () => undefined;
const placeholder = plainText(150);
const plainOption = optionOf({ text: 'plain' });
const buttonLabel = { text: plainText(75), value: textOf({ most: 2000 }), accessibility_label: textOf({ most: 75 }) };

function element(fields: Readonly<Record<string, Rule>>, required: readonly string[] = [], check?: Check): Rule {
  return shapeOf({ type: always, ...actionFields, ...fields }, required, check);
}

const button = element({ ...buttonLabel, url: urlOf(3000), style: oneOf('primary', 'danger') }, ['text']);

/** Options or groups of them; up to 100. */
const choices = {
  options: listOf(plainOption, { least: 1, most: 100 }),
  option_groups: listOf(optionGroup, { least: 1, most: 100 }),
  placeholder,
};

const overflow = element({ options: listOf(optionOf({ text: 'plain', hasUrl: true }), { least: 1, most: 5 }) }, [
  'options',
]);

const tenOptions = listOf(optionOf({ text: 'any' }), { least: 1, most: 10 });

/** What was chosen beforehand must be among the options, letter by letter. */
const startsAmongOptions: Check = (value, at, report) => {
  const known = new Set([value, ...recordsIn(value.option_groups)].flatMap(({ options }) => valuesOf(options)));
  const initial = [value.initial_option, value.initial_options].flatMap(valuesOf);
  if (initial.some((one) => !known.has(one))) report('initial option does not match any option', `${at}/type`);
};

function valuesOf(options: unknown): unknown[] {
  return recordsIn(options).map(({ value }) => value);
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return [value].flat().filter(isRecord);
}

const oneChoice = element({ ...choices, initial_option: plainOption }, [], (value, at, report) => {
  hasOne('options', 'option_groups')(value, at, report);
  startsAmongOptions(value, at, report);
});

const manyChoices = element(
  {
    ...choices,
    initial_options: listOf(plainOption, { least: 1, most: 100 }),
    max_selected_items: numberOf({ least: 1 }),
  },
  [],
  (value, at, report) => {
    hasOne('options', 'option_groups')(value, at, report);
    startsAmongOptions(value, at, report);
  },
);

const id = textOf();
const ids = listOf(id);
const many = { placeholder, max_selected_items: numberOf({ least: 1 }) };
const conversations = { filter: conversationFilter, default_to_current_conversation: flag };

const selects: Readonly<Record<string, Rule>> = {
  static_select: oneChoice,
  multi_static_select: manyChoices,
  users_select: element({ placeholder, initial_user: id }),
  multi_users_select: element({ ...many, initial_users: ids }),
  channels_select: element({ placeholder, initial_channel: id, response_url_enabled: flag }),
  multi_channels_select: element({ ...many, initial_channels: ids }),
  conversations_select: element({
    ...conversations,
    placeholder,
    initial_conversation: id,
    response_url_enabled: flag,
  }),
  multi_conversations_select: element({ ...many, ...conversations, initial_conversations: ids }),
};

const pickers: Readonly<Record<string, Rule>> = {
  datepicker: element({ placeholder, initial_date: matching(/^\d{4}-\d{2}-\d{2}$/) }),
  timepicker: element({ placeholder, initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/), timezone: textOf() }),
  datetimepicker: element({ initial_date_time: numberOf({ least: 1_000_000_000, most: 9_999_999_999 }) }),
  checkboxes: element({ options: tenOptions, initial_options: tenOptions }, ['options'], startsAmongOptions),
  radio_buttons: element(
    { options: tenOptions, initial_option: optionOf({ text: 'any' }) },
    ['options'],
    startsAmongOptions,
  ),
};

/** What a person types. */
const written = { placeholder, dispatch_action_config: dispatchConfig };

const inputs: Readonly<Record<string, Rule>> = {
  plain_text_input: element({
    ...written,
    initial_value: textOf({ least: 0, most: 3000 }),
    multiline: flag,
    min_length: numberOf({ least: 0, most: 3000 }),
    max_length: numberOf({ least: 1, most: 3000 }),
  }),
  url_text_input: element({ ...written, initial_value: urlOf(3000) }),
  email_text_input: element({ ...written, initial_value: textOf({ least: 0 }) }),
  number_input: element(
    { ...written, is_decimal_allowed: flag, initial_value: textOf(), min_value: textOf(), max_value: textOf() },
    ['is_decimal_allowed'],
  ),
  rich_text_input: element({ ...written, initial_value: richText }),
  file_input: element({ filetypes: listOf(textOf()), max_files: numberOf({ least: 1, most: 10 }) }),
};

const image = shapeOf({ type: always, ...imageFields }, ['alt_text'], hasOne('image_url', 'slack_file'));

const feedbackButton = shapeOf(buttonLabel, ['text', 'value']);

/** Which elements stand where: https://docs.slack.dev/reference/block-kit/blocks, page by page */
export const inActions: Readonly<Record<string, Rule>> = { button, overflow, ...selects, ...pickers };
export const asAccessory: Readonly<Record<string, Rule>> = { ...inActions, image };
export const inInput: Readonly<Record<string, Rule>> = { ...selects, ...pickers, ...inputs };
export const inCard: Readonly<Record<string, Rule>> = { button };
export const asImage: Readonly<Record<string, Rule>> = { image };
export const inContextActions: Readonly<Record<string, Rule>> = {
  feedback_buttons: element({ positive_button: feedbackButton, negative_button: feedbackButton }, [
    'positive_button',
    'negative_button',
  ]),
  icon_button: element({ ...buttonLabel, icon: textOf(), visible_to_user_ids: listOf(id, { most: 10 }) }, [
    'icon',
    'text',
  ]),
};
