import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';
import { describeError } from '../errors.ts';
import { createClient } from './client.ts';
import { botScopes } from './scopes.ts';

/** What Slack says of a token. */
export type TokenReport =
  /** `missing`: scopes of ours that it lacks. */
  | { kind: 'valid'; team: string; missing: string[] }
  /** `why`: the name that Slack gives its refusal. */
  | { kind: 'refused'; why: string }
  | { kind: 'unanswered'; why: string };

/**
 * Asks Slack whose a bot token is, and what it may do.
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
export async function checkBotToken(token: string, slackApiUrl: string): Promise<TokenReport> {
  return ask(createClient(token, { slackApiUrl }), async (client) => {
    const { team = '', response_metadata } = await client.auth.test();
    const granted = response_metadata?.scopes ?? [];
    return { kind: 'valid', team, missing: botScopes.filter((scope) => !granted.includes(scope)) };
  });
}

/**
 * Asks for an address of Socket Mode, which only a right app-level token gets; it lapses unused.
 * @see https://docs.slack.dev/reference/methods/apps.connections.open
 */
export async function checkAppToken(token: string, slackApiUrl: string): Promise<TokenReport> {
  return ask(createClient(token, { slackApiUrl }), async (client) => {
    await client.apps.connections.open();
    return { kind: 'valid', team: '', missing: [] };
  });
}

async function ask(client: WebClient, question: (client: WebClient) => Promise<TokenReport>): Promise<TokenReport> {
  try {
    return await question(client);
  } catch (error) {
    return error instanceof WebAPIPlatformError && typeof error.data.error === 'string'
      ? { kind: 'refused', why: error.data.error }
      : { kind: 'unanswered', why: describeError(error) };
  }
}
