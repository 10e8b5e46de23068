import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { FaultlineError } from '../errors.ts';

/**
 * Makes sure that the app can post in a channel before somebody subscribes it.
 * @throws FaultlineError `app-not-in-channel`; private channels that the app is not in are unknown to it
 * @see https://docs.slack.dev/reference/methods/conversations.info
 */
export async function requireApp(client: WebClient, channel: string): Promise<void> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_member && !found.is_archived) return;
  } catch (error) {
    const isUnknown = error instanceof WebAPIPlatformError && error.data.error === 'channel_not_found';
    if (!isUnknown) throw error;
  }
  throw new FaultlineError('app-not-in-channel');
}
