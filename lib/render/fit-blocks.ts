import type { KnownBlock } from '@slack/types';
import { tellBlocks } from './block-words.ts';
import type { SlackMessage } from './blocks.ts';

/** One fewer than Slack takes, for a line that says "may be a repeat": https://docs.slack.dev/reference/block-kit/blocks */
const maxBlocks = 49;
/**
 * Characters of a message's blocks: of what they say, addresses and values included, and of their JSON. Slack's pages name no limit
 * for either, but `chat.postMessage` has taken 9,597 in 15,561 and refused 11,341 in 17,694 (`msg_blocks_too_long`,
 * https://github.com/slackapi/bolt-js/issues/2867); a line that says "may be a repeat" must find room beside them.
 */
const maxCharacters = 9_400;
const maxPostedJson = 15_300;
/** Of one block: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const maxBlockText = 3_000;
/** Keys whose strings nobody reads. */
const silent = new Set(['type', 'action_id', 'block_id', 'align']);

/**
 * Blocks that Slack takes, however long the texts in them: rendered with less and less room until they fit.
 * @param render writes at most about `room` characters of texts that may be long
 * @param isPosted whether they go through `chat.postMessage`; answers to a command or a click are not held to the size of their JSON
 */
export function fitBlocks(render: (room: number) => KnownBlock[], isPosted = true): KnownBlock[] {
  for (let room = maxCharacters; ; room = Math.floor(room * 0.9)) {
    const blocks = render(room);
    if (room < 100 || doFit(blocks, isPosted)) return blocks;
  }
}

/** As `fitBlocks`, with the same in words. */
export function fitMessage(render: (room: number) => KnownBlock[], isPosted = true): SlackMessage {
  const blocks = fitBlocks(render, isPosted);
  return { text: tellBlocks(blocks), blocks };
}

function doFit(blocks: readonly KnownBlock[], isPosted: boolean): boolean {
  return (
    blocks.length <= maxBlocks &&
    blocks.every((block) => block.type === 'table' || countText(block) <= maxBlockText) &&
    countCharacters(blocks) <= maxCharacters &&
    (!isPosted || JSON.stringify(blocks).length <= maxPostedJson)
  );
}

/** Characters of all strings, but of those that only programs read. */
function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, one]) => sum + (silent.has(key) ? 0 : countCharacters(one)), 0);
}

/** Characters that are seen. */
function countText(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (typeof one === 'string' ? (key === 'text' ? one.length : 0) : countText(one)),
    0,
  );
}
