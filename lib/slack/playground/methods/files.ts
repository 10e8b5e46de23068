import { isRefusal, type Refusal, refuse, succeed } from '../answers.ts';
import { type Arguments, isRecord, readStructure, readText } from '../arguments.ts';
import { findMessage, postMessage } from '../messages.ts';
import { findChannel, type Method, tiers } from '../method.ts';
import { readMessage } from '../read-message.ts';
import { openDirect, type StoredFile, touch, type Workspace } from '../workspace.ts';

/** Far above what the app sends; Slack takes a gigabyte. */
export const largestFile = 20_000_000;

/** By the end of the name, as Slack guesses it. */
const mimeTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  opml: 'text/x-opml',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'text/xml',
};

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal; the SDK writes `alt_text` where the page says `alt_txt`. */
const getUrl: Method = {
  token: 'bot',
  scopes: ['files:write'],
  perMinute: tiers.four,
  run({ workspace, url }, args) {
    const name = readText(args, 'filename');
    const length = Number(readText(args, 'length'));
    if (!name || !Number.isInteger(length) || length < 1) {
      return refuse('invalid_arguments');
    }
    if (length > largestFile) return refuse('file_upload_size_restricted');
    const id = workspace.takeId('F');
    workspace.files.set(id, {
      id,
      name,
      title: name,
      altText: readText(args, 'alt_txt') ?? readText(args, 'alt_text') ?? '',
      mimeType: mimeTypes[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream',
      size: length,
      createdAt: workspace.now(),
      sharedIn: [],
    });
    return succeed({ upload_url: `${url}/upload/v1/${id}`, file_id: id });
  },
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const complete: Method = {
  token: 'bot',
  scopes: ['files:write'],
  perMinute: tiers.four,
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
    return succeed({ files: files.map(describeFile) });
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

/** https://docs.slack.dev/reference/objects/file-object */
function describeFile({ id, name, title, altText, mimeType, size, createdAt, sharedIn }: StoredFile): object {
  const created = Math.floor(createdAt.getTime() / 1000);
  const channels = [...sharedIn];
  return { id, name, title, alt_txt: altText, mimetype: mimeType, size, created, timestamp: created, channels };
}

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUrl,
  'files.completeUploadExternal': complete,
};
