import type { Misunderstood } from '../query/query.ts';
import { findNearest } from '../query/spelling.ts';
import { parseArguments } from './command-arguments.ts';
import { commandNames, exemplify } from './command-forms.ts';
import { readSlackText } from './slack-text.ts';
import type { Wanted } from './wanted.ts';

export type Command = Wanted & {
  /** Answer in the channel, for all to see. */
  share: boolean;
};

/** What was not understood, the nearest right form if there is one, and words that work; both go without the command's name. */
export interface CommandMistake extends Misunderstood {
  example: string;
}

/** Phones make one long dash of two short ones. */
const optionWord = /(?<=^|\s)(?:--|[—–])([\p{L}-]+)(?=\s|$)/giu;

/**
 * Reads what stands behind the slash command (design, "Slack"). Never throws: a mistake comes back named.
 * @param text as Slack sends it
 */
export function parseCommand(text: string): Command | CommandMistake {
  let share = false;
  let unknown: string | undefined;
  const words = readSlackText(text).replace(optionWord, (option: string, name: string) => {
    if (name.toLowerCase() === 'share') share = true;
    else unknown = option;
    return '';
  });
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(words.trim().replace(/\s+/g, ' ')) ?? [];
  const name = commandNames.find((one) => one === first.toLowerCase()) ?? (first ? undefined : 'help');
  if (!name) return refuseName(first, rest);
  if (unknown) {
    const nearest = findNearest(unknown, ['--share']) ? `${name} ${rest} --share`.replace(/\s+/g, ' ') : name;
    return {
      kind: 'misunderstood',
      part: unknown,
      why: 'the only option is --share',
      nearest,
      example: exemplify(name),
    };
  }
  const wanted = parseArguments(name, rest);
  return wanted.kind === 'misunderstood' ? { ...wanted, example: exemplify(name) } : { ...wanted, share };
}

/** A word near a command is a slip; anything else is probably what somebody looks for. */
function refuseName(first: string, rest: string): CommandMistake {
  const lower = first.toLowerCase();
  const nearest = findNearest(lower, commandNames);
  const near = commandNames.find((name) => (nearest ? name === nearest : name.startsWith(lower)));
  return {
    kind: 'misunderstood',
    part: first,
    why: 'there is no such command',
    nearest: (near ? `${near} ${rest}` : `latest ${first} ${rest}`).trim(),
    example: exemplify(near ?? 'subscribe'),
  };
}
