import { isRecord } from './arguments.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements: those that send an action. */
const interactive = new Set([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
]);

/** Gives each block and each element that sends an action the id that it lacks, as Slack does; the rest is left alone. */
export function nameBlocks<Block extends object>(blocks: readonly Block[], takeId: () => string): Block[] {
  return blocks.map((block) => ({ block_id: takeId(), ...nameElements(block, takeId) }));
}

function nameElements<Value>(value: Value, takeId: () => string): Value {
  if (Array.isArray(value)) return value.map((one) => nameElements(one, takeId)) as Value;
  if (!isRecord(value)) return value;
  const named = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, nameElements(one, takeId)]));
  const isInteractive = typeof named.type === 'string' && interactive.has(named.type);
  return (isInteractive && !named.action_id ? { ...named, action_id: takeId() } : named) as Value;
}

/** The element of a block that carries an `action_id`. */
export function findElement(block: unknown, actionId: string): Record<string, unknown> | undefined {
  if (Array.isArray(block)) {
    for (const one of block) {
      const found = findElement(one, actionId);
      if (found) return found;
    }
    return undefined;
  }
  if (!isRecord(block)) return undefined;
  return block.action_id === actionId ? block : findElement(Object.values(block), actionId);
}
