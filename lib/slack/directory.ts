import type { WebClient } from '@slack/web-api';
import { describeFailure } from '../digest/post-outcome.ts';
import { FaultlineError } from '../errors.ts';
import type { Directory, Now } from '../jobs/ports.ts';
import { judgeFailure } from './judge-failure.ts';

const keptFor = 60_000;
const maxKept = 5_000;
/** The most that Slack gives: https://docs.slack.dev/reference/methods/conversations.members */
const pageSize = 999;

interface Answer {
  value: boolean;
  until: number;
}

/**
 * Asks Slack who somebody is and where they are in. Answers are kept for a minute, for a command must be answered in three seconds;
 * but whoever was no member is asked for again, for they may join and try once more.
 * @throws FaultlineError `slack-unanswered` where Slack does not say
 */
export function createDirectory({ client, now }: { client(team: string): Promise<WebClient>; now: Now }): Directory {
  const kept = new Map<string, Answer>();
  const remember = (key: string, value: boolean): boolean => {
    kept.delete(key);
    kept.set(key, { value, until: now().getTime() + keptFor });
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return value;
  };
  const recall = (key: string): boolean | undefined => {
    const answer = kept.get(key);
    return answer && answer.until > now().getTime() ? answer.value : undefined;
  };
  return {
    async isAdmin(team, user) {
      const key = `admin ${team} ${user}`;
      return recall(key) ?? remember(key, await ask(async () => isAdmin(await client(team), user)));
    },
    async isMember(team, channel, user) {
      // Direct messages with the app: nobody else has the channel's id.
      if (channel.startsWith('D')) return true;
      const key = `member ${team} ${channel} ${user}`;
      const known = recall(key);
      if (known !== undefined) return known;
      const found = await ask(async () => isMember(await client(team), channel, user));
      return found && remember(key, found);
    },
  };
}

/** Nobody is anything in a channel, or as a user, that the app may not know of. */
async function ask(question: () => Promise<boolean>): Promise<boolean> {
  try {
    return await question();
  } catch (error) {
    const failure = judgeFailure(error);
    if (failure.kind === 'channel-gone') return false;
    const why = describeFailure(failure);
    if (/^(?:user_not_found|user_not_visible)\b/.test(why)) return false;
    throw new FaultlineError('slack-unanswered', { why }, error);
  }
}

/** https://docs.slack.dev/reference/methods/users.info */
async function isAdmin(client: WebClient, id: string): Promise<boolean> {
  const { user } = await client.users.info({ user: id });
  return user?.is_admin === true || user?.is_owner === true;
}

async function isMember(client: WebClient, channel: string, user: string): Promise<boolean> {
  let cursor = '';
  do {
    const page = { channel, limit: pageSize, ...(cursor ? { cursor } : {}) };
    const { members = [], response_metadata } = await client.conversations.members(page);
    if (members.includes(user)) return true;
    cursor = response_metadata?.next_cursor ?? '';
  } while (cursor);
  return false;
}
