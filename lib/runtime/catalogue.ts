import { fileURLToPath } from 'node:url';
import type { FeedEntry } from '../feeds/feed.ts';
import { parseOpml } from '../feeds/opml.ts';
import { readText } from './read-file.ts';

/** In the package, data lies beside the bundle. */
const location = import.meta.url.endsWith('.ts') ? '../feeds/catalogue.opml' : './catalogue.opml';

/**
 * The public feeds that ship with Faultline, each filed in its desk.
 * @throws FaultlineError `file-unreadable` where the installation is not whole
 */
export async function loadCatalogue(): Promise<FeedEntry[]> {
  const file = fileURLToPath(new URL(location, import.meta.url));
  return parseOpml(await readText(file), file);
}
