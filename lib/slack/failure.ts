import { randomBytes } from 'node:crypto';
import { describeError, type ErrorCode, FaultlineError } from '../errors.ts';
import { renderNote, usualCommand } from './answers/notes.ts';
import { type ReplyTo, reply } from './reply.ts';
import type { SlackServices } from './services.ts';

/** What to do, where an error's own words speak of the command line. `COMMAND` is the team's name of the command. */
const remedies: Partial<Record<ErrorCode, string>> = {
  'feed-unknown': 'No feed "{feed}" is in the list. `COMMAND feeds` shows the ids.',
  'story-unknown': 'No story "{story}" is known, or it was forgotten since. `COMMAND latest` lists the latest.',
  'article-unknown': 'No article "{article}" is known, or it was forgotten since.',
  'digest-unknown': 'No digest "{digest}" is known in this workspace.',
  'correction-empty': 'Nothing was corrected: choose what is right.',
  'correction-out-of-scope':
    'This article counts as out of scope, where there are no labels. Say what it is about as well: choose a topic.',
};

/** An error in words for who asked: its own where it is one of ours, an id to find it by in the log otherwise. */
export function explainError(error: unknown, log: SlackServices['log'], command = usualCommand): string {
  if (error instanceof FaultlineError) {
    const words = remedies[error.code]?.replace(/\{(\w+)\}/g, (_, key: string) => String(error.facts[key] ?? ''));
    return (
      (words ?? error.message)
        .replaceAll('COMMAND', command)
        .replace(/`\/?faultline(?= )/g, () => `\`${command}`)
        // No error speaks of a user: what looks so came from a feed.
        .replaceAll('<@', '‹@')
    );
  }
  const id = randomBytes(4).toString('hex');
  log('error', 'Slack work failed', { id, reason: describeError(error) });
  return `Something failed here (id ${id}). Try again; if it fails again, tell whoever runs Faultline this id.`;
}

/** The same for a field of a modal, which shows plain text only. */
export function explainAtField(error: unknown, log: SlackServices['log']): string {
  return explainError(error, log)
    .replace(/<#\w+>/g, 'the channel')
    .replaceAll('`', '');
}

/** Tells whoever asked that it failed, and why. */
export async function tellFailure(
  to: ReplyTo,
  error: unknown,
  services: SlackServices,
  command?: string,
): Promise<void> {
  await reply(to, renderNote(explainError(error, services.log, command)), services);
}
