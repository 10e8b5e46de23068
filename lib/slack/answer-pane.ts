import type { KnownBlock, ModalView } from '@slack/types';
import { tellBlocks } from '../render/block-words.ts';
import { plain, type SlackMessage, section } from '../render/blocks.ts';

/** `callback_id` of the modal that shows an answer where there is no channel to show it in. */
export const answerPane = 'answer';

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const maxText = 3_000;

/** An answer as a modal. */
export function renderPane({ blocks }: SlackMessage): ModalView {
  return {
    type: 'modal',
    callback_id: answerPane,
    title: plain('Faultline'),
    close: plain('Close'),
    blocks: blocks.map(admitBlock),
  };
}

/** What the pane shows while the answer is being made. */
export function renderPendingPane(): ModalView {
  return renderPane({ text: '', blocks: [section('One moment…')] });
}

/** Tables stand in messages only (https://docs.slack.dev/reference/block-kit/blocks/table-block); a modal has their words. */
function admitBlock(block: KnownBlock): KnownBlock {
  if (block.type !== 'table') return block;
  return { type: 'section', text: { type: 'mrkdwn', text: tellBlocks([block]).slice(0, maxText), verbatim: true } };
}
