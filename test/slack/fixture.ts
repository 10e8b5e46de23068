import { test } from 'vitest';
import type { Log } from '../../lib/log.ts';
import { createClient } from '../../lib/slack/client.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import type { PostedMessage } from '../../lib/slack/playground/workspace.ts';
import { morning } from '../fixtures/builders.ts';

/** A clock that stands still until it is moved on. */
export interface TestClock {
  now(): Date;
  pass(minutes: number): void;
}

export function createClock(): TestClock {
  let time = morning.getTime();
  return {
    now: () => new Date(time),
    pass(minutes) {
      time += minutes * 60_000;
    },
  };
}

const token = 'xoxb-test';
const scopes = ['channels:read', 'chat:write', 'groups:read', 'users:read'];
const historyScopes = ['channels:history', 'groups:history'];

/** A workspace with the app in C1, C2 and the private C3; Uma administers it, and is in none of them. */
export async function openSlack(now: () => Date, mayRead: boolean): Promise<Playground> {
  const person = (id: string, isAdmin = false) => ({ id, name: id, realName: id, isAdmin, timezone: 'UTC' });
  const channel = (id: string, kind: 'public' | 'private' = 'public') => ({
    id,
    name: id.toLowerCase(),
    kind,
    members: ['U1', 'U2'],
    hasApp: true,
  });
  return createPlayground({
    port: 0,
    now,
    botToken: token,
    appToken: 'xapp-test',
    signingSecret: 'secret',
    scopes: mayRead ? [...scopes, ...historyScopes] : scopes,
    users: [person('U1'), person('U2'), person('UMA', true)],
    channels: [channel('C1'), channel('C2'), channel('C3', 'private')],
    postAllowance: { burst: 1_000, perSecond: 1_000 },
  });
}

/** The client of the app at a server that plays Slack. */
export function connectTo(apiUrl: string) {
  return async () => createClient(token, { slackApiUrl: apiUrl });
}

export function messengerOf({ apiUrl }: Pick<Playground, 'apiUrl'>) {
  return createMessenger({ client: connectTo(apiUrl) });
}

/** What stands in a channel, oldest first, replies among them; the direct messages with a user by the user's id. */
export function readChannel({ workspace }: Playground, id: string): PostedMessage[] {
  const channel =
    workspace.channels.get(id) ??
    [...workspace.channels.values()].find(({ kind, members }) => kind === 'direct' && members.has(id));
  return channel?.messages ?? [];
}

/** The mark that the messenger left on a message. */
export function markOf({ metadata }: PostedMessage): unknown {
  return metadata?.event_payload.mark;
}

interface Fixture {
  clock: TestClock;
  /** Without the right to read what is said in channels, as the app comes. */
  slack: Playground;
  /** With it. */
  readable: Playground;
  logged: string[];
  log: Log;
}

export const it = test.extend<Fixture>({
  clock: async ({ task: _task }, use) => use(createClock()),
  slack: async ({ clock }, use) => {
    const slack = await openSlack(clock.now, false);
    await use(slack);
    await slack.close();
  },
  readable: async ({ clock }, use) => {
    const slack = await openSlack(clock.now, true);
    await use(slack);
    await slack.close();
  },
  logged: async ({ task: _task }, use) => use([]),
  log: async ({ logged }, use) => use((level, message) => void logged.push(`${level}: ${message}`)),
});
