import { describe, expect, it } from 'vitest';
import {
  choiceField,
  choicesField,
  numberField,
  radioField,
  textField,
  tickField,
  timeField,
  usersField,
} from '../../../lib/slack/modals/fields.ts';
import {
  collectValues,
  readAllChosen,
  readChoice,
  readChosen,
  readNumber,
  readText,
  readTime,
  readUsers,
  type Values,
} from '../../../lib/slack/modals/values.ts';
import { checkView } from '../../../lib/slack/playground/check-blocks.ts';
import { hostileTexts } from '../../fixtures/digests.ts';

const choices = [
  { id: 'a', title: 'A' },
  { id: 'b', title: 'B' },
] as const;

const begun = [
  textField('text', 'Text', { value: 'begun' }),
  numberField('number', 'Number', { value: 6, least: 1, most: 48 }),
  timeField('time', 'Time', { value: '08:30' }),
  choiceField('one', 'One', choices, { value: 'a' }),
  choicesField('many', 'Many', choices, { value: ['a', 'b'] }),
  radioField('radio', 'Radio', choices, { value: 'b' }),
  tickField('tick', 'Tick', { id: 'on', title: 'On' }, { value: true }),
  usersField('users', 'Users', { value: ['U1'] }),
];

describe('what the fields of a modal say', () => {
  it('is what they began with where Slack leaves it out', () => {
    const values = collectValues(begun, {});
    expect(readText(values, 'text')).toBe('begun');
    expect(readNumber(values, 'number')).toBe(6);
    expect(readTime(values, 'time')).toBe('08:30');
    expect(readChosen(values, 'one')).toBe('a');
    expect(readAllChosen(values, 'many')).toEqual(['a', 'b']);
    expect(readChosen(values, 'radio')).toBe('b');
    expect(readAllChosen(values, 'tick')).toEqual(['on']);
    expect(readUsers(values, 'users')).toEqual(['U1']);
  });

  it('is what was filled in, nothing included', () => {
    const filled: Values = {
      text: { text: { type: 'plain_text_input', value: null } },
      one: { one: { type: 'static_select', selected_option: null } },
      many: { many: { type: 'multi_static_select', selected_options: [] } },
      users: { users: { type: 'multi_users_select', selected_users: [] } },
    };
    const values = collectValues(begun, filled);
    expect(readText(values, 'text')).toBe('');
    expect(readChosen(values, 'one')).toBeUndefined();
    expect(readAllChosen(values, 'many')).toEqual([]);
    expect(readUsers(values, 'users')).toEqual([]);
    expect(readNumber(values, 'number')).toBe(6);
  });

  it('is of the vocabulary that was asked for', () => {
    const values = collectValues([choiceField('one', 'One', choices, { value: 'b' })], {});
    expect(readChoice(values, 'one', ['b', 'c'])).toBe('b');
    expect(readChoice(values, 'one', ['c'])).toBeUndefined();
  });

  it.each(['6.5', '-1', '1e3', ' ', '٦', '1234567'])('is no number: %j', (value) => {
    expect(readNumber({ n: { n: { type: 'number_input', value } } }, 'n')).toBeNaN();
  });
});

describe('fields', () => {
  it.each(Object.entries(hostileTexts))('are taken by Slack whatever they hold: %s', (_, text) => {
    const long = text.repeat(200);
    const many = Array.from({ length: 150 }, (_item, i) => ({ id: `${i}`, title: long, detail: long }));
    const blocks = [
      textField('text', long, { value: long, hint: long, placeholder: long }),
      choiceField('one', long, many, { value: '3', placeholder: long }),
      choicesField('many', long, many, { value: ['3', '149'], placeholder: long }),
      radioField('radio', long, many.slice(0, 10), { value: '3' }),
      numberField('number', long, { value: 999, least: 1, most: 48 }),
    ];
    const plain = (words: string) => ({ type: 'plain_text', text: words });
    expect(
      checkView({ type: 'modal', title: plain('T'), submit: plain('S'), close: plain('C'), blocks }, ['modal']),
    ).toEqual([]);
  });
});
