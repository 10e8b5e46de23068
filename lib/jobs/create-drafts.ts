import { type ArticleDraft, createArticleDraft, type Item } from '../article.ts';
import { detectLanguage } from '../classify/language.ts';
import { describePublisher, type Feed } from '../feeds/feed.ts';
import type { ParsedFeed } from '../feeds/parse.ts';
import { canonicalizeUrl } from '../url.ts';

/**
 * The articles of a feed document, not yet judged or placed; entries with nothing to read are left out.
 * Status pages often link every entry to the page as a whole. Such an address tells no entry from another, nor the provider's feeds from
 * each other: those entries are known by their guid, or by their words.
 */
export function createDrafts(feed: Feed, { items, language, siteUrl }: ParsedFeed, seenAt: Date): ArticleDraft[] {
  const stated = feed.language ?? language;
  const source = {
    id: feed.id,
    title: feed.title,
    publisher: describePublisher(feed),
    ...(stated ? { language: stated } : {}),
  };
  const sites = new Set([feed.siteUrl, siteUrl].map((site) => canonicalizeUrl(site ?? '')));
  return items.flatMap((item) => {
    const isOfSite = item.url !== undefined && leadsToSite(item.url, sites);
    const draft = createArticleDraft(isOfSite ? dropAddress(item, sites) : item, source, seenAt, detectLanguage);
    if (!draft) return [];
    const official = feed.kind === 'status' ? { isOfficial: true as const } : {};
    return { ...draft, ...official, ...(isOfSite && item.url ? { url: item.url } : {}) };
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
