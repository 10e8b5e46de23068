import { expect, it } from 'vitest';
import { markRepeat } from '../../lib/render/mark-repeat.ts';
import { renderMessage } from '../../lib/render/message-blocks.ts';
import { checkMessageBlocks } from '../../lib/slack/playground/check-blocks.ts';
import { buildFullDigest } from '../fixtures/digests.ts';

it('the fullest digest still fits with a first line that says it may be a repeat', () => {
  const message = renderMessage({ kind: 'digest', digest: buildFullDigest() });
  const marked = markRepeat(message);
  expect(marked.text.split('\n')[0]).toMatch(/^This may be a repeat: /);
  expect(marked.blocks.slice(1)).toEqual(message.blocks);
  expect(checkMessageBlocks(marked.blocks)).toEqual([]);
});
