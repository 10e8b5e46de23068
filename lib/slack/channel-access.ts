import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { FaultlineError } from '../errors.ts';

/** Of private channels and group conversations that the app is not in, it may know nothing. */
const unknown: ReadonlySet<string> = new Set(['channel_not_found', 'missing_scope']);

/**
 * Makes sure that the app can post in a channel, before somebody subscribes it or has a file put there.
 * @throws FaultlineError `no-channel` in direct messages, or `app-not-in-channel`
 * @see https://docs.slack.dev/reference/methods/conversations.info
 */
export async function requireApp(client: WebClient, channel: string): Promise<void> {
  if (!/^[CG]/.test(channel)) throw new FaultlineError('no-channel');
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_member && !found.is_archived) return;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && unknown.has(error.data.error))) throw error;
  }
  throw new FaultlineError('app-not-in-channel');
}
