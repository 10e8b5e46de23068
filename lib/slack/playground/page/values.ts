import type { ActionsBlockElement, InputBlockElement, KnownBlock, Option } from '@slack/types';

/** An element that holds a value until it is sent. */
export type Field = Exclude<
  InputBlockElement | ActionsBlockElement,
  { type: 'button' | 'workflow_button' | 'overflow' }
>;

/** What a field holds, as Slack writes it in `view.state.values`. */
export type FieldValue = { type: string } & Record<string, unknown>;

/** By block id and action id. */
export type Values = Record<string, Record<string, FieldValue>>;

const isField = (element: { type: string } | undefined): element is Field =>
  element !== undefined && !['button', 'workflow_button', 'overflow', 'image'].includes(element.type);

/** The id that Slack gives a block, or its place where it has none. */
export function identifyBlock(block: { block_id?: string }, index: number): string {
  return block.block_id ?? String(index);
}

/** The `action_id` of an element, or its place in the block where it has none. */
export function identifyAction(element: { action_id?: string }, index: number): string {
  return element.action_id ?? String(index);
}

function listFields(block: KnownBlock): Field[] {
  if (block.type === 'input') return [block.element];
  if (block.type === 'section') return isField(block.accessory) ? [block.accessory] : [];
  const elements: readonly { type: string }[] = block.type === 'actions' ? block.elements : [];
  return elements.filter(isField);
}

/** What a field holds before anybody touched it. */
export function readInitial(field: Field): FieldValue {
  const { type } = field;
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: field.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: field.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: field.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: field.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: field.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: field.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: field.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: field.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: field.initial_channels ?? [] };
    case 'timepicker':
      return { type, selected_time: field.initial_time ?? null };
    case 'datepicker':
      return { type, selected_date: field.initial_date ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: field.initial_date_time ?? null };
    case 'file_input':
      return { type, files: [] };
    case 'rich_text_input':
      return { type, rich_text_value: field.initial_value ?? null };
  }
}

/** Everything that the fields of a surface hold: what was chosen, else what they began with. */
export function collectValues(blocks: readonly KnownBlock[], chosen: Values): Values {
  const values: Values = {};
  for (const [index, block] of blocks.entries()) {
    const id = identifyBlock(block, index);
    for (const [place, field] of listFields(block).entries()) {
      const action = identifyAction(field, place);
      values[id] = { ...values[id], [action]: chosen[id]?.[action] ?? readInitial(field) };
    }
  }
  return values;
}

/** The one thing that a value holds beside its type. */
function contentOf(value: FieldValue | undefined): unknown {
  return Object.entries(value ?? {}).find(([key]) => key !== 'type')?.[1];
}

function isEmpty(content: unknown): boolean {
  return (
    content === undefined || content === null || content === '' || (Array.isArray(content) && content.length === 0)
  );
}

/** What a field that holds one or several names holds: values of options, ids of people or channels. */
export function readChosen(value: FieldValue): string[] {
  const content = contentOf(value);
  const all = Array.isArray(content) ? content : isEmpty(content) ? [] : [content];
  return all.map((one: Option | string) => (typeof one === 'string' ? one : (one.value ?? '')));
}
