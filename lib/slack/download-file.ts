import type { WebClient } from '@slack/web-api';
import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';

/** A list of two thousand feeds has half as much. */
const largest = 2_000_000;
const timeout = 20_000;

/**
 * The text of a file that somebody gave to a modal. Asks for `files:read`.
 * @throws FaultlineError `file-unreadable`
 * @see https://docs.slack.dev/reference/objects/file-object
 */
export async function downloadText(client: WebClient, { id, name }: { id: string; name: string }): Promise<string> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new FaultlineError('file-unreadable', { file: name, why }, cause);
  };
  try {
    const { file } = await client.files.info({ file: id });
    if ((file?.size ?? 0) > largest) return refuse(`it is larger than ${largest / 1_000_000} MB`);
    const url = URL.parse(file?.url_private_download ?? file?.url_private ?? '');
    if (!url || !isSlacks(url, client.slackApiUrl)) return refuse('Slack names no place where it stands');
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${client.token}` },
      signal: AbortSignal.timeout(timeout),
    });
    if (!response.ok) return refuse(`Slack answered ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return decodeDocument(bytes, response.headers.get('content-type') ?? '');
  } catch (error) {
    return error instanceof FaultlineError ? Promise.reject(error) : refuse(describeError(error), error);
  }
}

/** The token goes to nobody else. */
function isSlacks(url: URL, apiUrl: string): boolean {
  if (url.origin === URL.parse(apiUrl)?.origin) return true;
  return url.protocol === 'https:' && url.hostname.endsWith('.slack.com');
}
