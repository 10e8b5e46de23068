import { context, type SlackMessage } from './blocks.ts';

const warning = 'This may be a repeat: whether the first one arrived is not known.';

/** A message that says in its first line that it may have been posted before. It grows by one block. */
export function markRepeat({ text, blocks }: SlackMessage): SlackMessage {
  return { text: `${warning}\n${text}`, blocks: [context(warning), ...blocks] };
}
