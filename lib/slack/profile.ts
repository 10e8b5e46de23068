import { describeError } from '../errors.ts';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

/**
 * The time zone of somebody's profile; UTC where Slack does not say, for that keeps nobody from choosing another.
 * @returns IANA name
 * @see https://docs.slack.dev/reference/methods/users.info
 */
export async function loadTimezone(
  { team, user }: Pick<Asker, 'team' | 'user'>,
  { client, log }: Pick<SlackServices, 'client' | 'log'>,
): Promise<string> {
  try {
    const { user: profile } = await (await client(team)).users.info({ user });
    return profile?.tz ?? 'UTC';
  } catch (error) {
    log('warn', 'no time zone from the profile', { team, reason: describeError(error) });
    return 'UTC';
  }
}
