import { isRefusal, type Refusal, refuse, succeed } from '../answers.ts';
import { type Arguments, isRecord, readStructure, readText } from '../arguments.ts';
import { announceFile, describeFile } from '../files.ts';
import { findMessage, postMessage } from '../messages.ts';
import { findChannel, type Method, tiers } from '../method.ts';
import { readMessage } from '../read-message.ts';
import { openDirect, type StoredFile, touch, type Workspace } from '../workspace.ts';

/** Far above what the app sends; Slack takes a gigabyte. */
export const largestFile = 20_000_000;

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal; the SDK writes `alt_text` where the page says `alt_txt`. */
const getUrl: Method = {
  token: 'bot',
  scopes: ['files:write'],
  limit: tiers.four,
  run({ workspace }, args) {
    const name = readText(args, 'filename');
    const size = Number(readText(args, 'length'));
    if (!name || !Number.isInteger(size) || size < 1) return refuse('invalid_arguments');
    if (size > largestFile) return refuse('file_upload_size_restricted');
    const altText = readText(args, 'alt_txt') ?? readText(args, 'alt_text') ?? '';
    const { id } = announceFile(workspace, { name, user: workspace.app.userId, size, altText });
    return succeed({ upload_url: `${workspace.url}/upload/v1/${id}`, file_id: id });
  },
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const complete: Method = {
  token: 'bot',
  scopes: ['files:write'],
  limit: tiers.four,
  run(api, args) {
    const { workspace } = api;
    const files = readFiles(workspace, args);
    if (isRefusal(files)) return files;
    const channelId = readText(args, 'channel_id');
    if (channelId) {
      const channel = workspace.users.has(channelId) ? openDirect(workspace, channelId) : findChannel(api, channelId);
      if (isRefusal(channel)) return channel;
      if (channel.isArchived) return refuse('is_archived');
      if (!channel.members.has(workspace.app.userId)) return refuse('not_in_channel');
      const threadTs = readText(args, 'thread_ts');
      if (threadTs && !findMessage(channel, threadTs)) return refuse('thread_not_found');
      const content = readMessage(workspace, args);
      if (isRefusal(content)) return content;
      for (const file of files) file.sharedIn.push(channel.id);
      postMessage(workspace, channel, {
        user: workspace.app.userId,
        text: readText(args, 'initial_comment') ?? '',
        blocks: content.blocks ?? [],
        files: files.map(({ id }) => id),
        ...(threadTs ? { threadTs } : {}),
      });
    }
    touch(workspace);
    return succeed({ files: files.map((file) => describeFile(workspace, file)) });
  },
};

/** Files that were uploaded, with the titles that they are given. */
function readFiles(workspace: Workspace, args: Arguments): StoredFile[] | Refusal {
  const given = readStructure(args, 'files');
  if (!given || given === 'malformed' || !Array.isArray(given.value)) return refuse('invalid_arguments');
  const files: StoredFile[] = [];
  for (const one of given.value as unknown[]) {
    const file = isRecord(one) ? workspace.files.get(String(one.id)) : undefined;
    if (!isRecord(one) || !file?.bytes) return refuse('file_not_found');
    if (typeof one.title === 'string' && one.title !== '') file.title = one.title;
    files.push(file);
  }
  return files.length > 0 ? files : refuse('invalid_arguments');
}

/** https://docs.slack.dev/reference/methods/files.info */
const info: Method = {
  token: 'bot',
  scopes: ['files:read'],
  limit: tiers.four,
  run({ workspace }, args) {
    const file = workspace.files.get(readText(args, 'file') ?? '');
    return file?.bytes ? succeed({ file: describeFile(workspace, file) }) : refuse('file_not_found');
  },
};

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.info': info,
  'files.getUploadURLExternal': getUrl,
  'files.completeUploadExternal': complete,
};
