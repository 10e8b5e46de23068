import { isRecord } from './arguments.ts';
import type { Values } from './view-values.ts';
import type { StoredFile, Workspace } from './workspace.ts';

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

/** A file that was announced; its bytes come next. */
export function announceFile(
  workspace: Workspace,
  { name, user, size, altText }: Pick<StoredFile, 'name' | 'user' | 'size' | 'altText'>,
): StoredFile {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const file: StoredFile = {
    id: workspace.takeId('F'),
    name,
    user,
    title: name,
    altText,
    mimeType: mimeTypes[ending] ?? 'application/octet-stream',
    size,
    createdAt: workspace.now(),
    sharedIn: [],
  };
  workspace.files.set(file.id, file);
  return file;
}

/**
 * A file as the Web API and the requests to the app show it. What its addresses name is for who has a token.
 * @see https://docs.slack.dev/reference/objects/file-object
 */
export function describeFile({ url }: Workspace, file: StoredFile): Record<string, unknown> {
  const { id, name, title, altText, mimeType, size, createdAt, sharedIn, user } = file;
  const created = Math.floor(createdAt.getTime() / 1000);
  const address = `${url}/files-pri/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    created,
    timestamp: created,
    name,
    title,
    alt_txt: altText,
    mimetype: mimeType,
    filetype: /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? 'binary',
    size,
    user,
    mode: 'hosted',
    url_private: address,
    url_private_download: address,
    channels: [...sharedIn],
  };
}

/** The state of a view with its files told in full; of what the user gave, those alone that they uploaded. */
export function describeFilesIn(workspace: Workspace, user: string, values: Values): Values {
  const describe = (one: unknown): Record<string, unknown>[] => {
    const file = isRecord(one) ? workspace.files.get(String(one.id)) : undefined;
    return file?.user === user ? [describeFile(workspace, file)] : [];
  };
  const describeState = (state: unknown): unknown =>
    isRecord(state) && Array.isArray(state.files) ? { ...state, files: state.files.flatMap(describe) } : state;
  return Object.fromEntries(
    Object.entries(values).map(([blockId, states]) => [
      blockId,
      Object.fromEntries(Object.entries(states).map(([actionId, state]) => [actionId, describeState(state)])),
    ]),
  );
}
