import { decodeDocument } from '../feeds/decode.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import { parseOpml, renderOpml } from '../feeds/opml.ts';
import { enlistEntries, listAllFeeds } from '../jobs/feed-list.ts';
import { readBytes } from '../runtime/read-file.ts';
import { type Context, print, printJson, withStore } from './context.ts';

/**
 * The feeds of an OPML file.
 * @throws FaultlineError `file-unreadable` or `feed-list-unreadable`
 */
export async function readFeedList(file: string): Promise<FeedEntry[]> {
  return parseOpml(decodeDocument(await readBytes(file), ''), file);
}

/**
 * `feeds import`: adds the feeds of an OPML file; those that are there already stay as they are.
 * @throws FaultlineError `file-unreadable` or `feed-list-unreadable`
 */
export async function runFeedsImport(context: Context, file: string): Promise<void> {
  const entries = await readFeedList(file);
  const { added, known } = await withStore(context, (store) => enlistEntries(store, entries, 'import', new Date()));
  if (context.json) printJson({ added, known });
  else print(`${added} added, ${known} known already`);
}

/** `feeds export`: the list as OPML, with what we know of each feed. */
export async function runFeedsExport(context: Context): Promise<void> {
  const feeds = await withStore(context, listAllFeeds);
  if (context.json) for (const feed of feeds) printJson(feed);
  else print(renderOpml(feeds));
}
