import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, countBlockText } from '../../../lib/slack/playground/check-blocks.ts';

const plain = (length = 5) => ({ type: 'plain_text', text: 'x'.repeat(length), emoji: false });
const mrkdwn = (length = 5) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const option = (value = 'v', overrides: object = {}) => ({ text: plain(), value, ...overrides });
const options = (count: number) => Array.from({ length: count }, (_, i) => option(`v${i}`));
const button = (overrides: object = {}) => ({ type: 'button', text: plain(), action_id: 'a', ...overrides });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (overrides: object = {}) => ({ type: 'section', text: mrkdwn(), ...overrides });
const accessory = (element: object) => section({ accessory: element });
const richText = (...elements: object[]) => ({ type: 'rich_text', elements });
const richSection = (...elements: object[]) => richText({ type: 'rich_text_section', elements });
const input = (element: object, overrides: object = {}) => ({ type: 'input', label: plain(), element, ...overrides });
const typed = (overrides: object = {}) => ({ type: 'plain_text_input', action_id: 'a', ...overrides });
const image = (overrides: object = {}) => ({
  type: 'image',
  image_url: 'https://x.example/i.png',
  alt_text: 'x',
  ...overrides,
});
const table = (rows: object[][], overrides: object = {}) => ({ type: 'table', rows, ...overrides });
const cell = { type: 'raw_text', text: 'x' };
const card = (overrides: object) => ({ type: 'card', ...overrides });
const confirm = (overrides: object = {}) => ({
  title: plain(),
  text: plain(),
  confirm: plain(),
  deny: plain(),
  ...overrides,
});
const long = 'x'.repeat(3001);

/** Each as large as it may be. */
const valid: Record<string, object> = {
  actions: actions(
    button({ text: plain(75), value: 'x'.repeat(2000), url: `https://x.example/${'x'.repeat(2982)}`, style: 'danger' }),
    button({ action_id: 'b', confirm: confirm({ title: plain(100), text: mrkdwn(300), deny: plain(30) }) }),
    { type: 'overflow', action_id: 'c', options: options(5) },
    {
      type: 'static_select',
      action_id: 'd',
      options: options(100),
      initial_option: option('v3'),
      placeholder: plain(150),
    },
    { type: 'multi_static_select', action_id: 'e', option_groups: [{ label: plain(75), options: options(100) }] },
    { type: 'datepicker', action_id: 'f', initial_date: '2026-03-10' },
    { type: 'timepicker', action_id: 'g', initial_time: '08:30', timezone: 'Europe/Berlin' },
    { type: 'checkboxes', action_id: 'h', options: options(10) },
    { type: 'radio_buttons', action_id: 'i', options: [option('v', { text: mrkdwn(75), description: mrkdwn(75) })] },
    { type: 'users_select', action_id: 'j' },
    { type: 'conversations_select', action_id: 'k', filter: { include: ['public', 'private'] } },
    { type: 'channels_select', action_id: 'l', initial_channel: 'C1' },
  ),
  alert: { type: 'alert', text: mrkdwn(200), level: 'warning' },
  card: card({ title: mrkdwn(150), subtitle: plain(150), body: mrkdwn(200), icon: image(), actions: [button()] }),
  context: { type: 'context', elements: Array.from({ length: 10 }, () => plain(3000)) },
  'context with an image': { type: 'context', elements: [image(), mrkdwn()] },
  context_actions: {
    type: 'context_actions',
    elements: [
      { type: 'icon_button', action_id: 'a', icon: 'trash', text: plain() },
      {
        type: 'feedback_buttons',
        action_id: 'b',
        positive_button: { text: plain(75), value: 'y' },
        negative_button: { text: plain(75), value: 'n' },
      },
    ],
  },
  divider: { type: 'divider', block_id: 'x'.repeat(255) },
  header: { type: 'header', text: plain(150) },
  image: image({ alt_text: 'x'.repeat(2000), title: plain(2000) }),
  'image of a file': { type: 'image', slack_file: { id: 'F1' }, alt_text: 'x' },
  input: input(typed({ multiline: true, min_length: 1, max_length: 3000, initial_value: 'x' }), {
    label: plain(2000),
    hint: plain(2000),
    optional: true,
    dispatch_action: true,
  }),
  markdown: { type: 'markdown', text: 'x'.repeat(12_000) },
  rich_text: richText(
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'x', style: { bold: true, italic: true } },
        { type: 'link', url: 'https://x.example/', text: 'x' },
        { type: 'user', user_id: 'U1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'emoji', name: 'wave' },
        { type: 'date', timestamp: 1_773_129_600, format: '{date_short}', fallback: '10 March' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'bullet',
      indent: 1,
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
    },
    { type: 'rich_text_quote', border: 1, elements: [{ type: 'text', text: 'x' }] },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] },
  ),
  section: section({ text: mrkdwn(3000), accessory: button(), expand: true }),
  'section of fields': { type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn(2000)) },
  table: table(
    Array.from({ length: 100 }, () => Array.from({ length: 20 }, () => cell)),
    {
      column_settings: [{ align: 'right', is_wrapped: true }, null],
    },
  ),
};

describe('blocks that Slack takes', () => {
  it.each(Object.keys(valid))('pass: %s', (name) => {
    expect(checkMessageBlocks([valid[name]])).toEqual([]);
  });

  it('pass in any order, up to 50', () => {
    const tables = new Set(['table']);
    const some = fc.constantFrom(...Object.keys(valid).filter((name) => !tables.has(name)));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 50 }), (names) => {
        const blocks = names.map((name, i) => ({ ...valid[name], block_id: `b${i}` }));
        expect(checkMessageBlocks(blocks)).toEqual([]);
      }),
    );
  });
});

describe('a broken limit', () => {
  it.each<[string, object, string]>([
    [
      'a header of 151 characters',
      { type: 'header', text: plain(151) },
      'must be less than 151 characters /0/text/text',
    ],
    ['an empty header', { type: 'header', text: plain(0) }, 'must be more than 0 characters /0/text/text'],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn() }, 'unsupported type: mrkdwn /0/text/type'],
    ['a header without text', { type: 'header' }, 'missing required field: text /0'],
    ['a header of bare text', { type: 'header', text: 'x' }, 'must provide an object /0/text'],
    [
      'a section of 3,001 characters',
      section({ text: mrkdwn(3001) }),
      'must be less than 3001 characters /0/text/text',
    ],
    ['an empty section', { type: 'section' }, 'must define either `text` or `fields` /0/type'],
    [
      '11 fields',
      { type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn()) },
      'no more than 10 items allowed /0/fields',
    ],
    [
      'a field of 2,001 characters',
      { type: 'section', fields: [mrkdwn(2001)] },
      'must be less than 2001 characters /0/fields/0/text',
    ],
    ['a property that there is not', section({ color: 'red' }), 'invalid additional property: color /0'],
    [
      'a block id of 256 characters',
      { type: 'divider', block_id: 'x'.repeat(256) },
      'must be less than 256 characters /0/block_id',
    ],
    ['a block that there is not', { type: 'marquee' }, 'unsupported type: marquee /0/type'],
    ['a block without a type', { text: plain() }, 'missing required field: type /0'],
    [
      '26 elements',
      actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` }))),
      'no more than 25 items allowed /0/elements',
    ],
    ['no elements', actions(), 'no less than 1 items allowed /0/elements'],
    ['one action id twice', actions(button(), button()), '`action_id` "a" already exists /0/elements/1/action_id'],
    [
      'an action id of 256 characters',
      actions(button({ action_id: 'x'.repeat(256) })),
      'must be less than 256 characters /0/elements/0/action_id',
    ],
    [
      'a button of 76 characters',
      actions(button({ text: plain(76) })),
      'must be less than 76 characters /0/elements/0/text/text',
    ],
    ['a button in mrkdwn', actions(button({ text: mrkdwn() })), 'unsupported type: mrkdwn /0/elements/0/text/type'],
    [
      'a button value of 2,001 characters',
      actions(button({ value: 'x'.repeat(2001) })),
      'must be less than 2001 characters /0/elements/0/value',
    ],
    ['an empty button value', actions(button({ value: '' })), 'must be more than 0 characters /0/elements/0/value'],
    ['a button address that is none', actions(button({ url: 'javascript:alert(1)' })), 'invalid url /0/elements/0/url'],
    [
      'a button style that there is not',
      actions(button({ style: 'green' })),
      'must be a valid enum value /0/elements/0/style',
    ],
    [
      'a confirmation of 301 characters',
      actions(button({ confirm: confirm({ text: plain(301) }) })),
      'must be less than 301 characters /0/elements/0/confirm/text/text',
    ],
    [
      'a confirmation without a title',
      actions(button({ confirm: { text: plain(), confirm: plain(), deny: plain() } })),
      'missing required field: title /0/elements/0/confirm',
    ],
    [
      'an overflow menu of six',
      accessory({ type: 'overflow', action_id: 'a', options: options(6) }),
      'no more than 5 items allowed /0/accessory/options',
    ],
    [
      'an overflow menu of none',
      accessory({ type: 'overflow', action_id: 'a', options: [] }),
      'no less than 1 items allowed /0/accessory/options',
    ],
    [
      'an option value of 151 characters',
      accessory({ type: 'overflow', options: [option('x'.repeat(151))] }),
      'must be less than 151 characters /0/accessory/options/0/value',
    ],
    [
      'an option of 76 characters',
      accessory({ type: 'static_select', options: [option('v', { text: plain(76) })] }),
      'must be less than 76 characters /0/accessory/options/0/text/text',
    ],
    [
      '101 options',
      accessory({ type: 'static_select', options: options(101) }),
      'no more than 100 items allowed /0/accessory/options',
    ],
    [
      'a select of nothing',
      accessory({ type: 'static_select', action_id: 'a' }),
      'must define either `options` or `option_groups` /0/accessory/type',
    ],
    [
      'a choice that is no option',
      accessory({ type: 'static_select', options: options(2), initial_option: option('v9') }),
      'initial option does not match any option /0/accessory/type',
    ],
    [
      'a placeholder of 151 characters',
      accessory({ type: 'static_select', options: options(1), placeholder: plain(151) }),
      'must be less than 151 characters /0/accessory/placeholder/text',
    ],
    [
      '11 checkboxes',
      accessory({ type: 'checkboxes', options: options(11) }),
      'no more than 10 items allowed /0/accessory/options',
    ],
    [
      'a date that is none',
      accessory({ type: 'datepicker', initial_date: '10.3.2026' }),
      'must match ^\\d{4}-\\d{2}-\\d{2}$ /0/accessory/initial_date',
    ],
    ['a text field as an accessory', accessory(typed()), 'unsupported type: plain_text_input /0/accessory/type'],
    [
      '11 texts of context',
      { type: 'context', elements: Array.from({ length: 11 }, () => plain()) },
      'no more than 10 items allowed /0/elements',
    ],
    ['a button in a context', { type: 'context', elements: [button()] }, 'unsupported type: button /0/elements/0/type'],
    [
      'an image without words for it',
      { type: 'image', image_url: 'https://x.example/i.png' },
      'missing required field: alt_text /0',
    ],
    [
      'an image from nowhere',
      { type: 'image', alt_text: 'x' },
      'must define either `image_url` or `slack_file` /0/type',
    ],
    [
      'an image from two places',
      image({ slack_file: { id: 'F1' } }),
      'must define either `image_url` or `slack_file` /0/type',
    ],
    [
      'words for an image of 2,001 characters',
      image({ alt_text: 'x'.repeat(2001) }),
      'must be less than 2001 characters /0/alt_text',
    ],
    [
      'a label of 2,001 characters',
      input(typed(), { label: plain(2001) }),
      'must be less than 2001 characters /0/label/text',
    ],
    [
      'a hint of 2,001 characters',
      input(typed(), { hint: plain(2001) }),
      'must be less than 2001 characters /0/hint/text',
    ],
    ['a label in mrkdwn', input(typed(), { label: mrkdwn() }), 'unsupported type: mrkdwn /0/label/type'],
    [
      'a field for 3,001 characters',
      input(typed({ max_length: 3001 })),
      'must be less than or equal to 3000 /0/element/max_length',
    ],
    ['a button as an input', input(button()), 'unsupported type: button /0/element/type'],
    [
      'a text of rich text that is empty',
      richSection({ type: 'text', text: '' }),
      'must be more than 0 characters /0/elements/0/elements/0/text',
    ],
    [
      'a link without an address',
      richSection({ type: 'link', text: 'x' }),
      'missing required field: url /0/elements/0/elements/0',
    ],
    [
      'a link with an address that is none',
      richSection({ type: 'link', url: 'x' }),
      'invalid url /0/elements/0/elements/0/url',
    ],
    ['text straight in rich text', richText({ type: 'text', text: 'x' }), 'unsupported type: text /0/elements/0/type'],
    ['mrkdwn in rich text', richSection(mrkdwn()), 'unsupported type: mrkdwn /0/elements/0/elements/0/type'],
    [
      'a list without a style',
      richText({ type: 'rich_text_list', elements: [{ type: 'rich_text_section', elements: [] }] }),
      'missing required field: style /0/elements/0',
    ],
    [
      'a style that there is not',
      richSection({ type: 'text', text: 'x', style: { blink: true } }),
      'invalid additional property: blink /0/elements/0/elements/0/style',
    ],
    ['101 rows', table(Array.from({ length: 101 }, () => [cell])), 'no more than 100 items allowed /0/rows'],
    ['21 columns', table([Array.from({ length: 21 }, () => cell)]), 'no more than 20 items allowed /0/rows/0'],
    ['an empty cell', table([[{ type: 'raw_text', text: '' }]]), 'must be more than 0 characters /0/rows/0/0/text'],
    [
      'an alert of 201 characters',
      { type: 'alert', text: plain(201) },
      'must be less than 201 characters /0/text/text',
    ],
    [
      'an alert of a level that there is not',
      { type: 'alert', text: plain(), level: 'panic' },
      'must be a valid enum value /0/level',
    ],
    ['a card body of 201 characters', card({ body: mrkdwn(201) }), 'must be less than 201 characters /0/body/text'],
    [
      'a card of nothing but a subtitle',
      card({ subtitle: plain() }),
      'must define either `hero_image` or `title` or `actions` or `body` /0/type',
    ],
    [
      'markdown of 12,001 characters',
      { type: 'markdown', text: 'x'.repeat(12_001) },
      'must be less than 12001 characters /0/text',
    ],
    ['a text that is a number', section({ text: { type: 'mrkdwn', text: 7 } }), 'must provide a string /0/text/text'],
  ])('is named: %s', (_, block, expected) => {
    const at = expected.lastIndexOf(' ');
    expect(checkMessageBlocks([block])).toContain(
      `${expected.slice(0, at)} [json-pointer:/blocks${expected.slice(at + 1)}]`,
    );
  });

  it('says first of a text of two kinds that neither fits, as Slack does', () => {
    expect(checkMessageBlocks([section({ text: { type: 'mrkdwn', text: long } })])).toEqual([
      'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ]);
  });

  it('is named of the message: 51 blocks, one block id twice, two tables', () => {
    const dividers = Array.from({ length: 51 }, () => ({ type: 'divider' }));
    expect(checkMessageBlocks(dividers)).toEqual(['no more than 50 items allowed [json-pointer:/blocks]']);
    const twice = [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ];
    expect(checkMessageBlocks(twice)).toEqual(['`block_id` "a" already exists [json-pointer:/blocks/1/block_id]']);
    expect(checkMessageBlocks([valid.table, valid.table])).toEqual(['only_one_table_allowed [json-pointer:/blocks]']);
  });

  it('lets one action id stand in several blocks', () => {
    expect(checkMessageBlocks([actions(button()), actions(button())])).toEqual([]);
  });

  it('is found in whatever it is given, without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(checkMessageBlocks([value]).length + checkMessageBlocks(value).length).toBeGreaterThan(0);
      }),
    );
  });
});

it('counts text, addresses and words for pictures', () => {
  const blocks = [
    section({ text: mrkdwn(10) }),
    richSection({ type: 'link', url: 'https://x.example/', text: 'abc' }),
    image({ image_url: 'https://x.example/', alt_text: 'abcd' }),
    actions(button({ text: plain(2), value: 'not counted' })),
  ];
  expect(countBlockText(blocks)).toBe(10 + 18 + 3 + 18 + 4 + 2);
});
