/** Query parameters that say how a reader came, not what they read. */
const trackingParameter =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|__hs\w+|oly_\w+|vero_\w+|at_(?:medium|campaign|custom\d|link\w*)|cmp|cmpid|ns_\w+|ito|ocid|ncid|smid|partner|xtor|wt\.mc_id|wtrid|soc_\w+|sref|spm|guccounter|guce_\w+|feature|ref|ref_src|source|rss|from_rss|feedid|campaign_?id|s_cid|icid|rssid|maca|traffic_source|amp|outputtype)$/i;

/** `source`, `ref` and the like name content on some sites; they are dropped only where their value is about the feed. */
const ambiguousParameter = /^(?:ref|source|partner|feature|rss|cmp|amp|outputtype)$/i;
const feedValue = /^(?:rss\w*|feed\w*|twitter|facebook|newsletter|email|social|share|amp|1|true|)$/i;

/**
 * One address for one page: https, no fragment, no tracking parameters, no AMP variant, no default port, no trailing slash,
 * remaining parameters sorted. Anything that is not an http(s) URL comes back as ''.
 */
export function canonicalizeUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return '';
  url.protocol = 'https:';
  url.username = '';
  url.password = '';
  url.hash = '';
  if (url.port === '80') url.port = '';
  url.hostname = url.hostname.replace(/^(?:www|amp)\./, '').replace(/\.$/, '');
  unwrapAmpCache(url);
  url.pathname = url.pathname
    .replace(/^\/amp\//, '/')
    .replace(/\/amp(?:\.html)?\/?$/, '/')
    .replace(/\.amp(?:\.html)?$/, '.html')
    .replace(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1');
  for (const [name, value] of [...url.searchParams]) {
    if (!trackingParameter.test(name)) continue;
    if (ambiguousParameter.test(name) && !feedValue.test(value)) continue;
    url.searchParams.delete(name);
  }
  url.searchParams.sort();
  return url.pathname === '/' && !url.search ? url.origin : url.href;
}

/** Google's AMP cache and viewer carry the page's own address in their path. */
function unwrapAmpCache(url: URL): void {
  const wrapped =
    /\.cdn\.ampproject\.org$/.test(url.hostname) || url.hostname === 'google.com'
      ? /^\/(?:c|v|amp)\/(?:s\/)?([^/]+\.[^/]+)(\/.*)?$/.exec(url.pathname)
      : null;
  if (!wrapped?.[1]) return;
  url.hostname = wrapped[1].replace(/^(?:www|amp)\./, '');
  url.pathname = wrapped[2] ?? '/';
}

/**
 * Resolves a possibly relative link, `undefined` where it is none that a reader could follow.
 */
export function resolveUrl(text: string, base: string | undefined): string | undefined {
  const url = URL.parse(text.trim(), base || undefined);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : undefined;
}
