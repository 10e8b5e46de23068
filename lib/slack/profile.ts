import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../errors.ts';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

/** Milliseconds: a modal must open within three seconds, and the time zone can be typed. */
const patience = 1_500;

/**
 * The time zone of somebody's profile; UTC where Slack does not say so in time, for that keeps nobody from choosing another.
 * @returns IANA name
 * @see https://docs.slack.dev/reference/methods/users.info
 */
export async function loadTimezone(
  { team, user }: Pick<Asker, 'team' | 'user'>,
  { client, log }: Pick<SlackServices, 'client' | 'log'>,
): Promise<string> {
  try {
    const answer = client(team).then((slack) => slack.users.info({ user }));
    const given = await Promise.race([answer, wait(patience, undefined, { ref: false })]);
    return given?.user?.tz ?? 'UTC';
  } catch (error) {
    log('warn', 'no time zone from the profile', { team, reason: describeError(error) });
    return 'UTC';
  }
}
