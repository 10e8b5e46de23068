import type { KnownBlock } from '@slack/types';
import { type Refusal, refuse, refuseArguments } from './answers.ts';
import { type Arguments, isRecord, readStructure, readText } from './arguments.ts';
import { checkMessageBlocks, countBlockText, findSlackFiles } from './check-blocks.ts';
import type { Metadata, Workspace } from './workspace.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
const longestText = 40_000;
/**
 * Slack names no limit for the text of all blocks together; it has refused 11,341 characters
 * (https://github.com/slackapi/bolt-js/issues/2867), and what stays below this it takes.
 */
const longestBlockText = 10_000;

export interface MessageContent {
  text?: string;
  blocks?: KnownBlock[];
  metadata?: Metadata;
}

/** What a message shall say: its text, blocks and metadata, or why Slack refuses it. That it says nothing is for the caller to judge. */
export function readMessage(workspace: Workspace, args: Arguments): MessageContent | Refusal {
  const text = readText(args, 'text');
  const blocks = readStructure(args, 'blocks');
  const metadata = readStructure(args, 'metadata');
  if (blocks === 'malformed' || (blocks && !Array.isArray(blocks.value))) return refuse('invalid_blocks_format');
  if (text && text.length > longestText) return refuse('msg_too_long');
  if (blocks) {
    const mistakes = [
      ...checkMessageBlocks(blocks.value),
      ...findSlackFiles(blocks.value)
        .filter(({ id }) => !workspace.files.get(id)?.bytes)
        .map(({ at }) => `invalid slack file [json-pointer:${at}]`),
    ];
    if (mistakes.length > 0) return refuseArguments(mistakes, 'invalid_blocks');
    if (countBlockText(blocks.value) > longestBlockText) return refuse('msg_blocks_too_long');
  }
  if (metadata === 'malformed') return refuse('invalid_metadata_format');
  if (metadata && !isMetadata(metadata.value)) return refuse('invalid_metadata_schema');
  return {
    ...(text ? { text } : {}),
    ...(blocks ? { blocks: blocks.value as KnownBlock[] } : {}),
    ...(metadata ? { metadata: metadata.value as Metadata } : {}),
  };
}

/** https://docs.slack.dev/messaging/message-metadata */
function isMetadata(value: unknown): value is Metadata {
  return isRecord(value) && typeof value.event_type === 'string' && isRecord(value.event_payload);
}
