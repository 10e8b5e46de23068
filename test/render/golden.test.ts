import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMessageBlocks } from '../../lib/slack/playground/check-blocks.ts';
import { type MessageCase, messageCases, renderCase } from '../fixtures/message-cases.ts';

const golden = join(import.meta.dirname, '../fixtures/messages');
const names = new Set([...Object.keys(messageCases), ...readdirSync(golden)]);

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readCase(name: string): MessageCase {
  const text = readFileSync(join(golden, name, 'input.json'), 'utf8');
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? new Date(value) : value,
  );
}

// `vitest run test/render/golden.test.ts -u` writes both files of each folder anew; read what it wrote.
describe('every message has a folder in test/fixtures/messages', () => {
  it.each(Object.keys(messageCases))('with the input of %s', async (name) => {
    await expect(print(messageCases[name])).toMatchFileSnapshot(join(golden, name, 'input.json'));
  });
});

describe('a message is rendered', () => {
  it.each([...names])('as in test/fixtures/messages/%s, which Slack takes', async (name) => {
    const message = renderCase(readCase(name));
    await expect(print(message)).toMatchFileSnapshot(join(golden, name, 'expected.json'));
    expect(checkMessageBlocks(message.blocks)).toEqual([]);
  });
});
