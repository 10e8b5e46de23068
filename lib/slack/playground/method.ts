import { type MethodAnswer, type Refusal, refuse } from './answers.ts';
import type { Arguments } from './arguments.ts';
import { type Channel, isSeenByApp, type Workspace } from './workspace.ts';

/** What the methods work on. */
export interface Api {
  workspace: Workspace;
  /** What the bot token may do. */
  scopes: ReadonlySet<string>;
  credentials: Credentials;
  /** A WebSocket address for one connection of the app. */
  openSocket(): string;
}

export interface Credentials {
  botToken: string;
  appToken: string;
  /** Of the installation by OAuth, where that is played. */
  oauth?: { clientId: string; clientSecret: string };
}

export interface Method {
  /** Which token it takes. */
  token: 'bot' | 'app' | 'none';
  /** Scopes that it needs, all of them. */
  scopes?: readonly string[];
  /** Calls a minute, or counted as messages are, in each channel: https://docs.slack.dev/apis/web-api/rate-limits */
  limit: number | 'as-messages';
  run(api: Api, args: Arguments): MethodAnswer | Promise<MethodAnswer>;
}

/** Slack allows at least so many calls a minute, and bursts beyond. */
export const tiers = { two: 20, three: 50, four: 100 } as const;

const prefixes: Readonly<Record<Channel['kind'], string>> = { public: 'channels', private: 'groups', direct: 'im' };

export function refuseScope(api: Api, needed: readonly string[]): Refusal {
  return { ...refuse('missing_scope'), needed: needed.join(','), provided: [...api.scopes].join(',') };
}

/**
 * A channel that the app may know of, by a scope of its kind: `history` to read what is said there, `read` to see that it exists.
 * @see https://docs.slack.dev/reference/methods/conversations.history
 */
export function findChannel(
  api: Api,
  id: string | undefined,
  family: 'read' | 'history' | 'none' = 'none',
): Channel | Refusal {
  const { workspace } = api;
  const all = Object.values(prefixes).map((prefix) => `${prefix}:${family}`);
  if (family !== 'none' && !all.some((scope) => api.scopes.has(scope))) return refuseScope(api, all);
  const channel = workspace.channels.get(id ?? '');
  if (!channel || !isSeenByApp(workspace, channel)) return refuse('channel_not_found');
  const needed = `${prefixes[channel.kind]}:${family}`;
  return family === 'none' || api.scopes.has(needed) ? channel : refuseScope(api, [needed]);
}

export interface Part<T> {
  items: T[];
  /** What the answer says of the part after it. */
  response_metadata: { next_cursor: string };
}

/** One part of a long answer: https://docs.slack.dev/apis/web-api/pagination */
export function takePart<T>(items: readonly T[], cursor: string | undefined, limit: number): Part<T> | Refusal {
  const from =
    cursor === undefined
      ? 0
      : Number(
          Buffer.from(cursor, 'base64')
            .toString()
            .replace(/^from:/, ''),
        );
  if (!Number.isInteger(from) || from < 0) return refuse('invalid_cursor');
  const next = from + limit < items.length ? Buffer.from(`from:${from + limit}`).toString('base64') : '';
  return { items: items.slice(from, from + limit), response_metadata: { next_cursor: next } };
}
