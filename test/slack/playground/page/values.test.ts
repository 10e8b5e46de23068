import type { KnownBlock, PlainTextElement } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { listChoices, writeChosen } from '../../../../lib/slack/playground/page/choices.ts';
import { parseRoute, writeRoute } from '../../../../lib/slack/playground/page/route.ts';
import { collectValues, readChosen } from '../../../../lib/slack/playground/page/values.ts';
import { ada, ben, buildSnapshot } from './canned-workspace.ts';

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
const red = { text: plain('Red'), value: 'red' };
const blue = { text: plain('Blue'), value: 'blue', description: plain('like the sea') };

describe('what the fields of a surface hold', () => {
  const blocks: KnownBlock[] = [
    {
      type: 'section',
      block_id: 'button',
      text: plain('x'),
      accessory: { type: 'button', action_id: 'go', text: plain('Go') },
    },
    {
      type: 'input',
      block_id: 'words',
      label: plain('Words'),
      element: { type: 'plain_text_input', action_id: 'words' },
    },
    {
      type: 'actions',
      block_id: 'row',
      elements: [
        { type: 'static_select', action_id: 'colour', options: [red, blue], initial_option: red },
        { type: 'multi_users_select', action_id: 'people', initial_users: [ada] },
        { type: 'overflow', action_id: 'more', options: [red, blue] },
      ],
    },
  ];

  it('is what they began with, as Slack writes it', () => {
    expect(collectValues(blocks, {})).toEqual({
      words: { words: { type: 'plain_text_input', value: null } },
      row: {
        colour: { type: 'static_select', selected_option: red },
        people: { type: 'multi_users_select', selected_users: [ada] },
      },
    });
  });

  it('is what was chosen, where something was, of fields that are still there', () => {
    const chosen = {
      words: { words: { type: 'plain_text_input', value: 'cloud' } },
      gone: { gone: { type: 'plain_text_input', value: 'x' } },
    };
    expect(collectValues(blocks, chosen)).toMatchObject({ words: chosen.words });
    expect(collectValues(blocks, chosen)).not.toHaveProperty('gone');
  });
});

describe('a choice', () => {
  const snapshot = buildSnapshot(ada);

  it('of options carries the whole option, in the order of the list', () => {
    const field = { type: 'multi_static_select' as const, options: [red, blue] };
    expect(listChoices(field, snapshot)).toEqual([
      {
        label: '',
        choices: [
          { value: 'red', name: 'Red' },
          { value: 'blue', name: 'Blue', detail: 'like the sea' },
        ],
      },
    ]);
    const value = writeChosen(field, ['blue', 'red']);
    expect(value).toEqual({ type: 'multi_static_select', selected_options: [red, blue] });
    expect(readChosen(value)).toEqual(['red', 'blue']);
  });

  it('of conversations leaves out archived channels and kinds that are not asked for', () => {
    const filter = { include: ['private' as const, 'public' as const] };
    const [group] = listChoices({ type: 'conversations_select', filter }, snapshot);
    expect(group?.choices.map(({ name }) => name)).toEqual(['#incident-room', '#policy-desk', '#ada-notes']);
  });

  it('of people names them all', () => {
    expect(listChoices({ type: 'multi_users_select' }, snapshot)).toEqual([
      {
        label: '',
        choices: [
          { value: ada, name: 'Ada Okafor' },
          { value: ben, name: 'Ben Silva' },
        ],
      },
    ]);
  });
});

describe('the address of the page', () => {
  it.each([
    {},
    { user: 'U1' },
    { user: 'U1', place: 'home' },
    { user: 'U1', place: 'C/1', thread: '1721620800.000100' },
  ])('keeps %j', (route) => {
    expect(parseRoute(writeRoute(route))).toEqual(route);
  });
});
