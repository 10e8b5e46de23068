/** Milliseconds that Slack has for an answer. */
const timeout = 10_000;

/**
 * What Slack's clock says, to the second; `undefined` where it does not answer.
 * @see https://docs.slack.dev/reference/methods/api.test
 */
export async function readServerTime(slackApiUrl: string): Promise<Date | undefined> {
  try {
    const response = await fetch(new URL('api.test', slackApiUrl), {
      method: 'POST',
      signal: AbortSignal.timeout(timeout),
    });
    await response.body?.cancel();
    const time = new Date(response.headers.get('date') ?? '');
    return Number.isNaN(time.getTime()) ? undefined : time;
  } catch {
    return undefined;
  }
}
