import { type ArticleDraft, createArticleDraft, type Item } from '../article.ts';
import { detectLanguage } from '../classify/language.ts';
import { describePublisher, type Feed } from '../feeds/feed.ts';
import type { ParsedFeed } from '../feeds/parse.ts';
import { joinUpdates, parseIncident } from '../feeds/status-incident.ts';
import { canonicalizeUrl } from '../url.ts';

/**
 * The articles of a feed document, not yet judged or placed; entries with nothing to read are left out.
 * Status pages often link every entry to the page as a whole. Such an address tells no entry from another, nor the provider's feeds from
 * each other: those entries are known by their guid, or by their words. What a status page says of an incident in several entries is one
 * article.
 */
export function createDrafts(feed: Feed, document: ParsedFeed, seenAt: Date): ArticleDraft[] {
  const { language, siteUrl } = document;
  const stated = feed.language ?? language;
  const source = {
    id: feed.id,
    title: feed.title,
    publisher: describePublisher(feed),
    ...(stated ? { language: stated } : {}),
  };
  const sites = new Set([feed.siteUrl, siteUrl].map((site) => canonicalizeUrl(site ?? '')));
  const isOfSite = ({ url }: Item): boolean => url !== undefined && leadsToSite(url, sites);
  const identify = (item: Item): Item => (isOfSite(item) ? dropAddress(item, sites) : item);
  const official = feed.kind === 'status' ? { isOfficial: true as const } : {};
  const items = feed.kind === 'status' ? readIncidents(document, identify) : document.items;
  return items.flatMap((item) => {
    const draft = createArticleDraft(identify(item), source, seenAt, detectLanguage);
    if (!draft) return [];
    return { ...draft, ...official, ...(isOfSite(item) && item.url ? { url: item.url } : {}) };
  });
}

/** The entries of a status page with what they say of incidents, one for each. */
function readIncidents({ items, title }: ParsedFeed, identify: (item: Item) => Item): Item[] {
  const read = items.map((item) => {
    const incident = parseIncident(item, title);
    return incident ? { ...item, incident } : item;
  });
  return joinUpdates(read, (item) => {
    const { url, guid, title: headline, summary } = identify(item);
    return canonicalizeUrl(url ?? '') || guid || `${headline}\n${summary}`;
  });
}

function leadsToSite(address: string, sites: ReadonlySet<string>): boolean {
  const page = canonicalizeUrl(address);
  return page !== '' && (sites.has(page) || page === new URL(page).origin);
}

/** The entry without the address of the site; its guid stays, or what the address says after `#`, where that tells entries apart. */
function dropAddress({ url, guid, ...item }: Item, sites: ReadonlySet<string>): Item {
  const key = guid || url || '';
  return leadsToSite(key, sites) && !key.includes('#') ? item : { ...item, guid: key };
}
