import type { WebClient } from '@slack/web-api';
import { describeError, FaultlineError } from '../errors.ts';
import { truncate } from '../text.ts';
import { requireApp } from './channel-access.ts';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

export interface UploadedFile {
  name: string;
  title: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** What a picture shows. */
  altText?: string;
}

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal: `alt_txt_too_large` */
const maxAltText = 1_000;
const timeout = 20_000;

/**
 * Puts a file into the channel, for all to see, or into the direct messages between the asker and the app.
 * The steps of `files.uploadV2` one by one, for that sends `alt_text` where Slack reads `alt_txt`, and the picture would have none.
 * @returns where it stands, in words
 * @throws FaultlineError `app-not-in-channel`, or `upload-failed` where Slack does not take it
 */
export async function uploadFile(
  { team, channel, user }: Asker,
  { name, title, bytes, altText }: UploadedFile,
  share: boolean,
  services: Pick<SlackServices, 'client'>,
): Promise<string> {
  const client = await services.client(team);
  // Direct messages are nobody else's.
  const isShared = share && channel !== undefined && !channel.startsWith('D');
  if (isShared) await requireApp(client, channel);
  try {
    const target = isShared ? channel : await openDirectMessages(client, user);
    const place = await client.apiCall('files.getUploadURLExternal', {
      filename: name,
      length: bytes.length,
      ...(altText ? { alt_txt: truncate(altText, maxAltText) } : {}),
    });
    const { upload_url: url, file_id: id } = place as { upload_url?: string; file_id?: string };
    if (!url || !id) throw new Error('Slack named no address to send the file to');
    const sent = await fetch(url, { method: 'POST', body: bytes, signal: AbortSignal.timeout(timeout) });
    if (!sent.ok) throw new Error(`Slack answered ${sent.status}`);
    await client.files.completeUploadExternal({ files: [{ id, title }], channel_id: target });
    return isShared ? 'in this channel' : 'in your direct messages with the app';
  } catch (error) {
    throw new FaultlineError('upload-failed', { why: describeError(error) }, error);
  }
}

async function openDirectMessages(client: WebClient, user: string): Promise<string> {
  const { channel } = await client.conversations.open({ users: user });
  if (!channel?.id) throw new Error('Slack opened no direct messages');
  return channel.id;
}
