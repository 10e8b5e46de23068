import { isRecord } from './arguments.ts';

/** Fields that say what was chosen or written in an element: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const chosenFields = [
  'value',
  'selected_user',
  'selected_users',
  'selected_channel',
  'selected_channels',
  'selected_conversation',
  'selected_conversations',
  'selected_date',
  'selected_time',
  'selected_date_time',
  'rich_text_value',
] as const;

/**
 * The use of an element as Slack tells the app of it. What the element itself says (the value of a button, the options) is taken
 * from it and not from who used it.
 * @returns `undefined` where an option is none of its options
 */
export function describeUse(
  element: Record<string, unknown>,
  given: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const { type, action_id: actionId } = element;
  const base = { type, action_id: actionId };
  if (type === 'button') {
    const { text, value, url } = element;
    return { ...base, text, ...(value === undefined ? {} : { value }), ...(url === undefined ? {} : { url }) };
  }
  if ('selected_option' in given || type === 'overflow') {
    const option = findOption(element, given.selected_option);
    return option && { ...base, selected_option: option };
  }
  if (Array.isArray(given.selected_options)) {
    const options = given.selected_options.map((one: unknown) => findOption(element, one));
    return options.includes(undefined) ? undefined : { ...base, selected_options: options };
  }
  const chosen = chosenFields.filter((name) => name in given).map((name) => [name, given[name]]);
  return { ...base, ...Object.fromEntries(chosen) };
}

/** The element's own option with the value of a given one. */
function findOption(element: Record<string, unknown>, given: unknown): Record<string, unknown> | undefined {
  const value = isRecord(given) ? given.value : undefined;
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isRecord) : [];
  return [element, ...groups]
    .flatMap(({ options }) => (Array.isArray(options) ? options.filter(isRecord) : []))
    .find((option) => option.value === value);
}
