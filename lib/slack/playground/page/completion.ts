import type { CommandHint } from '../protocol.ts';

/** A line of the list under what is being written. */
export interface Completion extends CommandHint {
  /** What the composer holds once the line is taken. */
  text: string;
}

/** What was written, as far as it is ours to tell. */
export type Writing =
  | { kind: 'command'; text: string }
  /** Slack's own command, of the app. */
  | { kind: 'invite' }
  | { kind: 'other-command'; name: string }
  | { kind: 'text' };

/** The words of a hint that are typed as they are: those before the first placeholder. */
function literalWords(words: string): string {
  const all = words.split(' ');
  const placeholder = all.findIndex((word) => !/^[a-z0-9:-]+$/.test(word));
  return all.slice(0, placeholder < 0 ? all.length : placeholder).join(' ');
}

/**
 * The ways in which a beginning may go on.
 * @param command with its slash
 */
export function completeCommand(text: string, command: string, hints: readonly CommandHint[]): Completion[] {
  const typed = text.toLowerCase().replace(/[ \t]+/g, ' ');
  const start = `${command} `;
  const begun = start.startsWith(typed) ? '' : typed.slice(start.length);
  if (!typed.startsWith('/') || !(start.startsWith(typed) || typed.startsWith(start))) return [];
  return hints.flatMap((hint) => {
    const literal = literalWords(hint.words);
    if (!literal.startsWith(begun)) return [];
    const goesOn = literal.length < hint.words.length;
    return [{ ...hint, text: `${command} ${literal}${goesOn ? ' ' : ''}` }];
  });
}

/**
 * Tells commands that do something here from other text.
 * @param command with its slash
 */
export function readWriting(text: string, { command, name: appName }: { command: string; name: string }): Writing {
  const name = /^\/\S*/.exec(text)?.[0];
  if (name === undefined) return { kind: 'text' };
  const rest = text.slice(name.length).trim();
  if (name === command) return { kind: 'command', text: rest };
  const isOfApp = rest.toLowerCase() === `@${appName}`.toLowerCase();
  return name === '/invite' && isOfApp ? { kind: 'invite' } : { kind: 'other-command', name };
}
