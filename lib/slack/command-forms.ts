import type { CommandHint } from './playground/protocol.ts';

/** How a command is called; `words` follow the command's name. */
interface CommandForm extends CommandHint {
  /** Words that work as they stand. */
  example: string;
}

/** Every command, in the order in which help lists them, with its ways to be called. */
const commandForms = {
  subscribe: [
    {
      words: 'subscribe',
      help: 'choose what this channel is told, and see what the last 14 days would have sent',
      example: 'subscribe',
    },
    {
      words: 'subscribe QUERY CADENCE [HH:MM] [ZONE]',
      help: 'the same in one line; CADENCE is alert, hourly, daily, weekdays or weekly',
      example: 'subscribe topic:outage daily 08:30 Europe/Berlin',
    },
  ],
  unsubscribe: [
    { words: 'unsubscribe NUMBER', help: 'end a subscription, by its number or id', example: 'unsubscribe 1' },
  ],
  subscriptions: [
    {
      words: 'subscriptions',
      help: 'what this channel is told; edit, pause, resume, remove',
      example: 'subscriptions',
    },
  ],
  latest: [{ words: 'latest [QUERY]', help: 'the latest stories that match', example: 'latest sector:aviation' }],
  story: [
    {
      words: 'story NUMBER',
      help: "one story with its reports: the number in this channel's last digest, or an id",
      example: 'story 1',
    },
  ],
  sides: [
    {
      words: 'sides [NUMBER or QUERY]',
      help: 'one story, viewpoint by viewpoint, and who is missing',
      example: 'sides view:sovereignty',
    },
  ],
  trends: [
    { words: 'trends [QUERY] [since:30d]', help: 'who was hit, day by day', example: 'trends topic:outage since:30d' },
  ],
  receipt: [
    {
      words: 'receipt [DIGEST]',
      help: "what became of every report of the last digest's period",
      example: 'receipt',
    },
  ],
  feeds: [
    { words: 'feeds', help: 'the feeds that are read, and how each is doing', example: 'feeds' },
    {
      words: 'feeds add URL',
      help: 'add a feed by its address, or by that of a site that links to it',
      example: 'feeds add https://www.example.org/news',
    },
    { words: 'feeds remove ID', help: 'take a feed off the list', example: 'feeds remove 1a2b3c4d' },
    { words: 'feeds enable ID', help: 'read a feed again', example: 'feeds enable 1a2b3c4d' },
    { words: 'feeds disable ID', help: 'let a feed rest', example: 'feeds disable 1a2b3c4d' },
    { words: 'feeds import', help: 'add the feeds of an OPML file', example: 'feeds import' },
    { words: 'feeds export', help: 'the list as an OPML file', example: 'feeds export' },
  ],
  why: [{ words: 'why NUMBER', help: 'which words decided the labels of a story', example: 'why 1' }],
  help: [{ words: 'help [COMMAND]', help: 'this list, or more of one command', example: 'help subscribe' }],
} as const satisfies Record<string, readonly CommandForm[]>;

export type CommandName = keyof typeof commandForms;
export const commandNames = Object.keys(commandForms) as CommandName[];

/** The ways to call one command, or all of them. */
export function listForms(name?: CommandName): readonly CommandForm[] {
  return name ? commandForms[name] : Object.values(commandForms).flat();
}

/** The lines that complete what is typed. */
export const commandHints: readonly CommandHint[] = listForms().map(({ words, help }) => ({ words, help }));

/** The richest example of a command: of its ways to be called, the longest. */
export function exemplify(name: CommandName): string {
  return listForms(name).reduce((longest, { example }) => (example.length > longest.length ? example : longest), '');
}
