/** Query parameters that say how a reader came, not what they read. */
const trackingParameter =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|__hs\w+|oly_\w+|vero_\w+|at_(?:medium|campaign|custom\d|link\w*)|cmp|cmpid|ns_\w+|ito|ocid|ncid|smid|partner|xtor|wt\.mc_id|wtrid|soc_\w+|sref|spm|guccounter|guce_\w+|gad_\w+|srsltid|mibextid|ttclid|igsh|_g[al]|feature|ref|ref_src|source|rss|from_rss|feedid|campaign_?id|s_cid|icid|rssid|maca|traffic_source|amp|outputtype)$/i;

/** `source`, `ref` and the like name content on some sites; they are dropped only where their value is about the feed. */
const ambiguousParameter = /^(?:ref|source|partner|feature|rss|cmp|amp|outputtype)$/i;
const feedValue = /^(?:rss\w*|feed\w*|twitter|facebook|newsletter|email|social|share|amp|1|true|)$/i;

/** RFC 9110 §4.1 asks for 8,000 octets at least; what is longer is a payload, not an address. */
const maxUrlLength = 8000;

/**
 * One address for one page, to tell pages apart by, not to be opened: https, no fragment, no tracking parameters, no AMP variant, no
 * `www.`, no default port, no trailing slash, remaining parameters sorted. What is left of the path and the parameters stays
 * as written, whatever its encoding. Anything that is not an http(s) URL of at most 8,000 characters comes back as ''.
 */
export function canonicalizeUrl(text: string): string {
  let address = '';
  // What one form hides may be another ("/amp//", a cache of a cache), so that it is done when nothing changes any more.
  for (let next = simplify(text.trim()); next !== address; next = simplify(address)) address = next;
  return address;
}

function simplify(text: string): string {
  if (text.length > maxUrlLength) return '';
  const parsed = URL.parse(text);
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return '';
  const url = unwrapAmpCache(parsed);
  url.protocol = 'https:';
  url.username = '';
  url.password = '';
  url.hash = '';
  if (url.port === '80') url.port = '';
  url.hostname = url.hostname.replace(/\.+$/, '').replace(/^(?:www|amp)\.(?=[^.]+\.)/, '');
  url.pathname = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^\/amp\//, '/')
    .replace(/\/amp(?:\.html)?\/?$/, '/')
    .replace(/\.amp(?:\.html)?$/, '.html')
    .replace(/(.)\/$/, '$1');
  url.search = simplifySearch(url.search);
  const address = url.pathname === '/' && !url.search ? url.origin : url.href;
  // RFC 3986 §6.2.2.1: the digits of an escape mean the same in either case.
  return address.replace(/%[\da-f]{2}/gi, (octet) => octet.toUpperCase());
}

/** Works on the text, since decoding and encoding again would make one of all values that are not UTF-8. */
function simplifySearch(search: string): string {
  const kept: { name: string; pair: string }[] = [];
  for (const pair of search.slice(1).split('&')) {
    const [[name, value] = ['', '']] = new URLSearchParams(pair);
    const isAbsent = name === '' && value === '';
    const isAboutReader = trackingParameter.test(name) && (!ambiguousParameter.test(name) || feedValue.test(value));
    if (!isAbsent && !isAboutReader) kept.push({ name, pair });
  }
  return kept
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ pair }) => pair)
    .join('&');
}

/** Google's AMP cache and viewer carry the page's own address in their path. */
function unwrapAmpCache(url: URL): URL {
  const pattern = url.hostname.endsWith('.cdn.ampproject.org')
    ? /^\/[cv]\/(?:s\/)?([^/]+\.[^/]+.*)$/
    : /^(?:www\.)?google\.[a-z.]{2,6}$/.test(url.hostname)
      ? /^\/amp\/(?:s\/)?([^/]+\.[^/]+.*)$/
      : undefined;
  const wrapped = pattern?.exec(url.pathname)?.[1];
  return (wrapped && URL.parse(`https://${wrapped}${url.search}`)) || url;
}

/**
 * Resolves a possibly relative link, `undefined` where it is none that a reader could follow: blank, or no http(s).
 * @param base is ignored where it is no address itself
 */
export function resolveUrl(text: string, base: string | undefined): string | undefined {
  const link = text.trim();
  const url = link ? (URL.parse(link, base || undefined) ?? URL.parse(link)) : null;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : undefined;
}
