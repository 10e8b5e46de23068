import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../lib/slack/playground/check-blocks.ts';

const plain = (length = 5) => ({ type: 'plain_text', text: 'x'.repeat(length), emoji: false });
const input = (element: object) => ({ type: 'input', label: plain(), element });
const typed = (overrides: object = {}) => ({ type: 'plain_text_input', action_id: 'a', ...overrides });
const section = { type: 'section', text: plain() };
const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };

describe('a view', () => {
  const modal = (overrides: object = {}) => ({ type: 'modal', title: plain(24), blocks: [], ...overrides });

  it.each<[string, object]>([
    ['a modal', modal({ submit: plain(24), close: plain(24), private_metadata: 'x'.repeat(3000), callback_id: 'x' })],
    ['a modal with 100 blocks', modal({ blocks: Array.from({ length: 100 }, () => ({ type: 'divider' })) })],
    ['a Home', { type: 'home', blocks: [section], callback_id: 'home' }],
  ])('passes: %s', (_, view) => {
    expect(checkView(view, ['modal', 'home'])).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a title of 25 characters', modal({ title: plain(25) }), 'must be less than 25 characters /view/title/text'],
    ['a title in mrkdwn', modal({ title: { type: 'mrkdwn', text: 'x' } }), 'unsupported type: mrkdwn /view/title/type'],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title /view'],
    [
      'a submit button of 25 characters',
      modal({ submit: plain(25) }),
      'must be less than 25 characters /view/submit/text',
    ],
    [
      'a close button of 25 characters',
      modal({ close: plain(25) }),
      'must be less than 25 characters /view/close/text',
    ],
    [
      'metadata of 3,001 characters',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters /view/private_metadata',
    ],
    [
      'a callback id of 256 characters',
      modal({ callback_id: 'x'.repeat(256) }),
      'must be less than 256 characters /view/callback_id',
    ],
    [
      '101 blocks',
      modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }),
      'no more than 100 items allowed /view/blocks',
    ],
    ['a Home with a title', { type: 'home', title: plain(), blocks: [] }, 'invalid additional property: title /view'],
    ['a table', modal({ blocks: [table] }), 'unsupported type: table /view/blocks/0/type'],
    ['no kind of view', { type: 'popover', blocks: [] }, 'unsupported type: popover /view/type'],
    [
      'two fields that want the focus',
      modal({
        submit: plain(),
        blocks: [input(typed({ focus_on_load: true })), input(typed({ focus_on_load: true }))],
      }),
      'only one element can have `focus_on_load` /view/blocks',
    ],
  ])('names %s', (_, view, expected) => {
    const at = expected.lastIndexOf(' ');
    expect(checkView(view, ['modal', 'home'])).toContain(
      `${expected.slice(0, at)} [json-pointer:${expected.slice(at + 1)}]`,
    );
  });

  it('is of the kind that the method takes', () => {
    expect(checkView({ type: 'home', blocks: [] }, ['modal'])).toEqual([
      'unsupported type: home [json-pointer:/view/type]',
    ]);
  });

  it('is found wrong, whatever else it is, without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(checkView(value, ['modal', 'home'])).not.toEqual([]);
      }),
    );
  });
});
