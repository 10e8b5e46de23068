import type { KnownBlock, ModalView, PlainTextElement, RichTextBlock } from '@slack/types';
import type { PlaygroundChannel, PlaygroundMessage, Snapshot } from '../../../../lib/slack/playground/protocol.ts';

export const ada = 'U0ADA';
export const ben = 'U0BEN';
const app = 'U0APP';
const begin = Date.parse('2024-07-22T06:00:00Z') / 1000;

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

function say(minute: number, user: string, text: string, rest: Partial<PlaygroundMessage> = {}): PlaygroundMessage {
  return { ts: `${begin + minute * 60}.000100`, user, text, blocks: [], files: [], ...rest };
}

function story(number: number, title: string, summary: string, why: string): KnownBlock[] {
  const text: RichTextBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'link', url: `https://harbour-post.example/${number}`, text: title, style: { bold: true } },
          { type: 'text', text: `\n${summary}` },
          { type: 'text', text: `\n${why}`, style: { italic: true } },
          { type: 'text', text: '\nSides: ', style: { bold: true } },
          { type: 'text', text: 'Regulation against Industry-led' },
        ],
      },
    ],
  };
  return [
    { type: 'divider' },
    {
      type: 'section',
      block_id: `story-${number}`,
      text: plain(`${number}. outage, ongoing`),
      accessory: {
        type: 'overflow',
        action_id: 'story-menu',
        options: ['Sides', 'Why these labels?', 'Fix labels', 'Not the same story', 'Mute source'].map((label) => ({
          text: plain(label),
          value: `${label}|s${number}`,
        })),
      },
    },
    text,
  ];
}

const digest: KnownBlock[] = [
  { type: 'header', text: plain('Faultline: 24 hours to 22 Jul 2024 06:00 UTC') },
  { type: 'context', elements: [plain('Aviation 24 · Health 11 · Retail 9'), plain('topic:outage')] },
  ...story(
    1,
    'Faulty update grounds flights on four continents',
    'A security product sent an update that stops machines at start. Airlines write boarding passes by hand, and the vendor says each machine must be visited.',
    'Aviation, health and retail are hit; 14 independent sources agree.',
  ),
  ...story(
    2,
    'Ministers agree on a duty to report incidents within 24 hours',
    'The rule covers operators of networks and clouds from 2026. Industry calls the fines a tax on candour.',
    'A binding date is set; 5 independent sources agree.',
  ),
  { type: 'divider' },
  {
    type: 'section',
    block_id: 'receipt',
    text: plain('412 items from 37 feeds: 360 outside your query, 43 in 2 stories, 9 held for the next, 0 lost'),
    accessory: { type: 'button', action_id: 'receipt', value: 'd1', text: plain('Receipt') },
  },
];

/** What a feed may try, in each place where its text may stand. */
export const hostile =
  '<img src=x onerror="window.hacked=1"> <!channel> [bank](https://evil.example) *a* @here :tada: &lt;b&gt;';
const hostileMarkup = '&lt;!channel&gt; &lt;https://evil.example|bank.example&gt; <javascript:window.hacked=1|click>';

const hostileBlocks: KnownBlock[] = [
  { type: 'header', text: plain(hostile) },
  { type: 'section', text: plain(hostile) },
  { type: 'section', text: { type: 'mrkdwn', text: hostileMarkup } },
  { type: 'context', elements: [plain(hostile)] },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: hostile },
          { type: 'link', url: 'javascript:window.hacked=1', text: 'press me' },
        ],
      },
    ],
  },
  { type: 'alert', text: plain(hostile) },
  { type: 'table', rows: [[{ type: 'raw_text', text: hostile }]] },
];

const trends: KnownBlock[] = [
  { type: 'header', text: plain('Trends: 30 days to 22 Jul 2024') },
  {
    type: 'table',
    column_settings: [{ align: 'left', is_wrapped: true }, { align: 'right' }, { align: 'left', is_wrapped: true }],
    rows: [
      ['Sector', 'Stories', 'Most in a day'],
      ['Aviation', '24', '9 on 19 Jul'],
      ['Rail and public transit', '9', '3 on 20 Jul'],
    ].map((row) => row.map((text) => ({ type: 'raw_text', text }))),
  },
  { type: 'context', elements: [plain('A story that hits several sectors counts in each.')] },
];

export const subscribeModal: ModalView = {
  type: 'modal',
  title: plain('Subscribe a channel'),
  submit: plain('Subscribe'),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'input',
      block_id: 'channel',
      label: plain('Channel'),
      element: {
        type: 'conversations_select',
        action_id: 'channel',
        initial_conversation: 'C0ROOM',
        filter: { include: ['public', 'private'] },
      },
    },
    {
      type: 'input',
      block_id: 'sectors',
      label: plain('Sectors'),
      optional: true,
      hint: plain('Who is hit.'),
      element: {
        type: 'multi_static_select',
        action_id: 'sectors',
        options: ['Aviation', 'Rail and public transit', 'Health', 'Finance'].map((title) => ({
          text: plain(title),
          value: title.toLowerCase(),
        })),
      },
    },
    {
      type: 'input',
      block_id: 'words',
      label: plain('Words'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'words', placeholder: plain('"data centre" -rumour') },
    },
    { type: 'header', text: plain('When') },
    {
      type: 'input',
      block_id: 'cadence',
      label: plain('How often'),
      dispatch_action: true,
      element: {
        type: 'radio_buttons',
        action_id: 'cadence',
        initial_option: { text: plain('Daily'), value: 'daily', description: plain('once a day') },
        options: [
          { text: plain('Daily'), value: 'daily', description: plain('once a day') },
          { text: plain('Weekly'), value: 'weekly', description: plain('on Mondays') },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'at',
      label: plain('At'),
      element: { type: 'timepicker', action_id: 'at', initial_time: '08:30' },
    },
    {
      type: 'input',
      block_id: 'budget',
      label: plain('Messages a day at most'),
      hint: plain('What does not fit stands first in the next message.'),
      element: {
        type: 'number_input',
        action_id: 'budget',
        is_decimal_allowed: false,
        min_value: '1',
        max_value: '24',
        initial_value: '6',
      },
    },
    { type: 'divider' },
    { type: 'context', elements: [plain('Rehearsing the last 14 days…')] },
  ],
};

export const importModal: ModalView = {
  type: 'modal',
  title: plain('Import feeds'),
  submit: plain('Import'),
  blocks: [
    {
      type: 'input',
      block_id: 'file',
      label: plain('OPML file'),
      element: { type: 'file_input', action_id: 'file', filetypes: ['opml'], max_files: 1 },
    },
  ],
};

/** Those that somebody sees. */
function listChannels(me: string): PlaygroundChannel[] {
  const channels: PlaygroundChannel[] = [
    {
      id: 'C0ROOM',
      name: 'incident-room',
      kind: 'public',
      isArchived: false,
      members: [ada, ben],
      hasApp: true,
    },
    { id: 'C0DESK', name: 'policy-desk', kind: 'public', isArchived: false, members: [ada], hasApp: true },
    { id: 'C0OLD', name: 'last-year', kind: 'public', isArchived: true, members: [ada, ben], hasApp: false },
    { id: 'C0NOTES', name: 'ada-notes', kind: 'private', isArchived: false, members: [ada], hasApp: false },
    { id: `D0${me}`, name: '', kind: 'direct', isArchived: false, members: [me], hasApp: true },
  ];
  return channels.filter(({ kind, members }) => kind === 'public' || members.includes(me));
}

/** A workspace as a server would show it to Ada, the admin, or to Ben. */
export function buildSnapshot(me: string): Snapshot {
  return {
    team: { id: 'T0', name: 'Harbour Works' },
    me,
    users: [
      { id: ada, name: 'ada', realName: 'Ada Okafor', isAdmin: true, timezone: 'Europe/London' },
      { id: ben, name: 'ben', realName: 'Ben Silva', isAdmin: false, timezone: 'America/Sao_Paulo' },
    ],
    app: {
      userId: app,
      name: 'Faultline',
      command: '/faultline',
      installed: true,
      hints: [
        { words: 'subscribe', help: 'choose what this channel is told' },
        { words: 'subscribe QUERY CADENCE [HH:MM] [ZONE]', help: 'the same in one line' },
        { words: 'latest [QUERY]', help: 'the latest stories that match' },
        { words: 'story NUMBER', help: 'one story with its reports' },
        { words: 'feeds', help: 'the feeds that are read, and how each is doing' },
        { words: 'feeds add URL', help: 'add a feed by its address' },
        { words: 'help [COMMAND]', help: 'this list, or more of one command' },
      ],
    },
    channels: listChannels(me),
    messages: {
      C0ROOM: [
        say(0, ben, 'Morning all. *Anyone* else stuck at check-in? <https://status.example|Status page>'),
        say(2, app, 'Faultline, 24 hours to 22 Jul 2024: 2 stories.', { blocks: digest }),
        say(3, app, 'Reports of story 1', { threadTs: `${begin + 120}.000100` }),
        say(4, app, 'Reports of story 2', { threadTs: `${begin + 120}.000100` }),
        say(5, ben, `Thanks! <@${ada}> have a look`),
        say(6, app, 'Three first steps', {
          ephemeralTo: me,
          blocks: [
            { type: 'section', text: plain('No subscription in this channel yet.') },
            {
              type: 'actions',
              block_id: 'welcome',
              elements: [
                { type: 'button', action_id: 'subscribe', text: plain('Subscribe'), style: 'primary' },
                {
                  type: 'button',
                  action_id: 'feed-remove',
                  value: 'f1',
                  style: 'danger',
                  text: plain('Remove the feed'),
                  confirm: {
                    title: plain('Remove the feed?'),
                    text: plain('Its stories stay.'),
                    confirm: plain('Remove'),
                    deny: plain('Keep'),
                    style: 'danger',
                  },
                },
              ],
            },
          ],
        }),
      ],
      C0DESK: [
        say(1, app, 'Hostile', { blocks: hostileBlocks }),
        say(7, app, 'Trends', {
          blocks: trends,
          files: [
            {
              id: 'F0',
              title: 'Stories by sector',
              altText: 'Aviation peaks on 19 July with nine stories.',
              mimeType: 'image/svg+xml',
              url: '/files/F0',
            },
          ],
        }),
      ],
    },
    home: {
      type: 'home',
      blocks: [
        { type: 'header', text: plain('Subscriptions') },
        {
          type: 'section',
          block_id: 'subscription',
          text: { type: 'mrkdwn', text: `*<#C0ROOM>*: topic:outage, daily at 08:30` },
          accessory: { type: 'button', action_id: 'subscription-edit', value: 's1', text: plain('Edit') },
        },
        {
          type: 'section',
          fields: [plain('37 feeds'), plain('2 failing')],
        },
      ],
    },
    modals: [],
    clock: { now: '2024-07-22T06:10:00Z' },
  };
}
