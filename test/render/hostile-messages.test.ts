import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, countBlockText } from '../../lib/slack/playground/check-blocks.ts';
import { forbiddenMarks, hostileTexts, hostileUrls } from '../fixtures/digests.ts';
import { buildHostileCases } from '../fixtures/hostile-cases.ts';
import { type MessageCase, messageCases, renderCase } from '../fixtures/message-cases.ts';

/** Every object in a message that has a type, wherever it stands. */
function listTyped(value: unknown): { type: string; [key: string]: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(listTyped);
  return 'type' in value && typeof value.type === 'string' ? [{ ...value, type: value.type }, ...inner] : inner;
}

const markup = /<(?:#C1|@U1)>|&(?:amp|lt|gt);/g;

/** The limits of Slack and of the design, and that nothing but our own ids means anything to Slack. */
function expectHarmless(name: string, one: MessageCase): void {
  const { text, blocks } = renderCase(one);
  expect(checkMessageBlocks(blocks), name).toEqual([]);
  expect(countBlockText(blocks), name).toBeLessThanOrEqual(10_000);
  // What `chat.postMessage` has been seen to take: https://github.com/slackapi/bolt-js/issues/2867
  if (one.render === 'message') expect(JSON.stringify(blocks).length, name).toBeLessThanOrEqual(15_561);
  for (const element of listTyped(blocks)) {
    expect(['mrkdwn', 'broadcast', 'usergroup', 'team', 'emoji', 'markdown'], name).not.toContain(element.type);
    if (element.type === 'plain_text') expect(element.emoji, name).toBe(false);
    if (element.type === 'channel') expect(element.channel_id, name).toBe('C1');
    if (element.type === 'user') expect([one.render, element.user_id], name).toEqual(['subscriptions', 'U1']);
    if (element.type === 'link') {
      expect(element.url, name).toMatch(/^https?:\/\/[^\s<>"]{1,2991}$/);
      expect(URL.parse(`${element.url}`)?.username, name).toBe('');
    }
    const shown = typeof element.text === 'string' ? element.text : '';
    expect(shown, name).not.toMatch(forbiddenMarks);
    expect(shown.isWellFormed(), name).toBe(true);
  }
  expect(text.length, name).toBeLessThanOrEqual(6_000);
  expect(text.replace(markup, ''), name).not.toMatch(/[<>&]/);
  expect(text, name).not.toMatch(forbiddenMarks);
  expect(text.trim(), name).not.toBe('');
}

function expectAllHarmless(text: string, url: string, count: number): void {
  for (const [name, one] of Object.entries(buildHostileCases(text, url, count))) expectHarmless(name, one);
}

describe('every message', () => {
  it.each(Object.entries(messageCases))('keeps the limits as usually filled: %s', (name, one) => {
    expectHarmless(name, one);
  });

  it.each(Object.entries(hostileTexts))('means nothing by %s', (_attempt, text) => {
    expectAllHarmless(text, 'https://a.example/', 3);
  });

  it.each(hostileUrls)('links nothing to %j', (url) => {
    for (const [name, one] of Object.entries(buildHostileCases('Title', url, 2))) {
      expect(
        listTyped(renderCase(one).blocks).filter(({ type }) => type === 'link'),
        name,
      ).toEqual([]);
    }
  });

  it.each([
    ['letters', 'a'.repeat(100_000)],
    ['ampersands', '&'.repeat(100_000)],
    ['quotation marks, which JSON doubles', '"'.repeat(100_000)],
    ['words', 'word '.repeat(20_000)],
    ['ideographs', '漢字'.repeat(50_000)],
    ['emoji', '😀'.repeat(50_000)],
    ['nothing to see', '\u200b'.repeat(100_000)],
  ])('keeps the limits with texts of 100,000 characters: %s', (_name, text) => {
    expectAllHarmless(text, `https://a.example/${'x'.repeat(2_900)}`, 12);
  });

  it('keeps the limits with thousands of publishers, articles, stories and feeds', () => {
    expectAllHarmless('Check-in fails', 'https://a.example/x', 2_000);
  });

  it('keeps the limits, whatever the texts, the addresses and the numbers', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.constantFrom(...Object.values(hostileTexts), '\u202e', '\ud83d', ':fire:', '\u0001C1\u0001', '\\', '"'),
    );
    const text = fc.tuple(unit, fc.nat(300)).map(([part, times]) => part.repeat(times));
    const url = fc.oneof(
      fc.nat(4_000).map((length) => `https://a.example/${'x'.repeat(length)}`),
      fc.constantFrom(...hostileUrls),
      fc.webUrl(),
    );
    fc.assert(fc.property(text, url, fc.integer({ min: 1, max: 12 }), expectAllHarmless), { numRuns: 40 });
  });
});
