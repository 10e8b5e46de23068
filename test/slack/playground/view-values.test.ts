import { describe, expect, it } from 'vitest';
import { checkValues, completeValues } from '../../../lib/slack/playground/view-values.ts';

const field = (element: object, block: object = {}) => [
  { type: 'input', block_id: 'b', element: { action_id: 'a', ...element }, ...block },
];
const option = { text: { type: 'plain_text', text: 'Daily' }, value: 'daily' };

describe('the state of a view', () => {
  it.each<[string, object, object]>([
    ['nothing written', { type: 'plain_text_input' }, { type: 'plain_text_input', value: null }],
    [
      'a text that was there',
      { type: 'plain_text_input', initial_value: 'x' },
      { type: 'plain_text_input', value: 'x' },
    ],
    ['nothing chosen', { type: 'static_select' }, { type: 'static_select', selected_option: null }],
    [
      'what was chosen',
      { type: 'static_select', initial_option: option },
      { type: 'static_select', selected_option: option },
    ],
    ['nothing of several', { type: 'multi_static_select' }, { type: 'multi_static_select', selected_options: [] }],
    [
      'ticked boxes',
      { type: 'checkboxes', initial_options: [option] },
      { type: 'checkboxes', selected_options: [option] },
    ],
    [
      'a conversation',
      { type: 'conversations_select', initial_conversation: 'C1' },
      { type: 'conversations_select', selected_conversation: 'C1' },
    ],
    ['a time', { type: 'timepicker', initial_time: '08:30' }, { type: 'timepicker', selected_time: '08:30' }],
  ])('begins with %s', (_, element, state) => {
    expect(completeValues(field(element), {})).toEqual({ b: { a: state } });
  });

  it('keeps what the user did, of fields that there are', () => {
    const written = { type: 'plain_text_input', value: 'mine' };
    const values = { b: { a: written, gone: written }, gone: { a: written } };
    expect(completeValues(field({ type: 'plain_text_input', initial_value: 'x' }), values)).toEqual({
      b: { a: written },
    });
  });

  it('has no place for buttons', () => {
    const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'a' }] }];
    expect(completeValues(blocks, {})).toEqual({});
  });
});

describe('a field', () => {
  const required = 'Please complete this required field.';

  it.each<[string, object, object, string | undefined]>([
    ['an empty text', { type: 'plain_text_input' }, { value: '' }, required],
    ['no choice', { type: 'static_select' }, { selected_option: null }, required],
    ['no choice of several', { type: 'multi_static_select' }, { selected_options: [] }, required],
    ['a text', { type: 'plain_text_input' }, { value: 'x' }, undefined],
    [
      'too short a text',
      { type: 'plain_text_input', min_length: 3 },
      { value: 'x' },
      'Please enter at least 3 characters.',
    ],
    [
      'too long a text',
      { type: 'plain_text_input', max_length: 1 },
      { value: 'xy' },
      'Please enter at most 1 characters.',
    ],
    [
      'too many choices',
      { type: 'multi_static_select', max_selected_items: 1 },
      { selected_options: [1, 2] },
      'Please choose at most 1 items.',
    ],
    ['an address', { type: 'url_text_input' }, { value: 'https://x.example/' }, undefined],
    ['an address that is none', { type: 'url_text_input' }, { value: 'x.example' }, 'Please enter a valid URL.'],
    [
      'an email address that is none',
      { type: 'email_text_input' },
      { value: 'x' },
      'Please enter a valid email address.',
    ],
    [
      'a number',
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '24' },
      { value: '6' },
      undefined,
    ],
    ['no number', { type: 'number_input', is_decimal_allowed: true }, { value: 'six' }, 'Please enter a number.'],
    [
      'a fraction',
      { type: 'number_input', is_decimal_allowed: false },
      { value: '1.5' },
      'Please enter a whole number.',
    ],
    [
      'too small a number',
      { type: 'number_input', is_decimal_allowed: false, min_value: '1' },
      { value: '0' },
      'Please enter 1 or more.',
    ],
    [
      'too great a number',
      { type: 'number_input', is_decimal_allowed: false, max_value: '24' },
      { value: '25' },
      'Please enter 24 or less.',
    ],
  ])('with %s is judged as Slack’s client does', (_, element, value, error) => {
    expect(checkValues(field(element), { b: { a: value as Record<string, unknown> } })).toEqual(
      error ? { b: error } : {},
    );
  });

  it('may stay empty where it is optional', () => {
    const blocks = field({ type: 'plain_text_input' }, { optional: true });
    expect(checkValues(blocks, { b: { a: { value: null } } })).toEqual({});
  });
});
