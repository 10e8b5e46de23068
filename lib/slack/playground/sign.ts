import { createHmac } from 'node:crypto';

/**
 * The headers by which an app knows that a request is Slack's: version 0, over the body byte for byte.
 * @param at the machine's own time, whatever the workspace's clock says: apps refuse what is older than five minutes by theirs
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signRequest(signingSecret: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
