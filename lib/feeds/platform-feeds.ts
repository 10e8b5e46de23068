/** A rule of one platform: the feeds that belong to a page of it. */
interface Platform {
  /** The host without `www.`. */
  host: RegExp;
  /** What the page must hold where the host does not tell. */
  mark?: RegExp;
  /** Whether it has feeds beside those that its pages announce. */
  hasMore?: true;
  /** Addresses relative to the page, the likeliest first; none where the page has no feed. */
  feeds(page: URL, html: string): (string | false)[];
}

const channelId =
  /"(?:externalId|channelId)":"(UC[\w-]{22})"|itemprop="(?:identifier|channelId)" content="(UC[\w-]{22})"/;

/** Documented by the vendors, at the pages named; or so in the platform's own source. */
const platforms: readonly Platform[] = [
  {
    // https://developers.google.com/youtube/v3/guides/push_notifications
    host: /^(?:m\.)?youtube\.com$/,
    feeds({ pathname, searchParams }, html) {
      const list = searchParams.get('list');
      const user = /^\/user\/([\w-]+)/.exec(pathname)?.[1];
      const id = /^\/channel\/(UC[\w-]{22})/.exec(pathname)?.[1] ?? channelId.exec(html)?.slice(1).find(Boolean);
      const by = list ? `playlist_id=${encodeURIComponent(list)}` : user ? `user=${user}` : id && `channel_id=${id}`;
      return [by ? `/feeds/videos.xml?${by}` : false];
    },
  },
  {
    // https://www.reddit.com/wiki/rss
    host: /^(?:old\.|new\.)?reddit\.com$/,
    feeds: ({ pathname }) => [/^\/(?:r|user|u)\/[\w-]+/.test(pathname) && `${trimSlash(pathname)}/.rss`],
  },
  {
    // https://github.com/orgs/community/discussions/128589
    host: /^github\.com$/,
    hasMore: true,
    feeds({ pathname }) {
      const repository = /^\/[\w.-]+\/[\w.-]+(?=\/|$)/.exec(pathname)?.[0];
      return repository ? ['releases', 'tags', 'commits'].map((list) => `${repository}/${list}.atom`) : [];
    },
  },
  {
    // https://docs.gitlab.com/user/project/repository/tags/
    host: /^gitlab\.com$/,
    hasMore: true,
    feeds: ({ pathname }) => [
      /^\/[\w.-]+\/[\w.-]+/.test(pathname) && `${trimSlash(pathname.replace(/\/-\/.*/, ''))}/-/tags?format=atom`,
    ],
  },
  {
    // https://docs.pypi.org/api/feeds/
    host: /^pypi\.org$/,
    feeds({ pathname }) {
      const project = /^\/project\/([\w.-]+)/.exec(pathname)?.[1];
      return [project ? `/rss/project/${project}/releases.xml` : false];
    },
  },
  {
    // https://help.medium.com/hc/en-us/articles/214874118-Using-RSS-feeds-of-profiles-publications-and-topics
    host: /^medium\.com$/,
    feeds: ({ pathname }) => [/^\/@?[\w.-]+/.test(pathname) && `/feed${/^\/@?[\w.-]+/.exec(pathname)?.[0]}`],
  },
  // The same page; and https://support.substack.com/hc/en-us/articles/360038239391
  { host: /\.(?:medium|substack)\.com$/, feeds: () => ['/feed'] },
  // https://wordpress.com/support/feeds/, https://developer.wordpress.org/advanced-administration/wordpress/feeds/
  { host: /\.wordpress\.com$/, feeds: () => ['/feed/'] },
  { host: /./, mark: /<meta[^>]+content=["']WordPress/i, feeds: () => ['/feed/', '/?feed=rss2'] },
  // https://support.google.com/blogger/answer/97933
  { host: /\.blogspot\.(?:com|[a-z.]+)$/, feeds: () => ['/feeds/posts/default'] },
  { host: /\.tumblr\.com$/, feeds: () => ['/rss'] },
  {
    // bskyweb of https://github.com/bluesky-social/social-app
    host: /^bsky\.app$/,
    feeds: ({ pathname }) => [
      /^\/profile\/[\w.:-]+/.test(pathname) && `${/^\/profile\/[\w.:-]+/.exec(pathname)?.[0]}/rss`,
    ],
  },
  {
    // https://meta.discourse.org/t/finding-discourse-rss-feeds/264134
    host: /./,
    mark: /<meta[^>]+content=["']Discourse/i,
    feeds: ({ pathname }) => [/^\/(?:c|t|tag)\//.test(pathname) && `${trimSlash(pathname)}.rss`, '/latest.rss'],
  },
  // app/views/accounts/show of https://github.com/mastodon/mastodon
  { host: /./, mark: /mastodon/i, feeds: ({ pathname }) => [/^\/@[\w.]+$/.test(pathname) && `${pathname}.rss`] },
  {
    // Statuspage and Instatus: https://support.atlassian.com/statuspage/docs/enable-rss-atom-feed-subscriptions/; Better Stack:
    // https://betterstack.com/docs/uptime/status-pages/subscribing-to-status-updates/subscribing-to-rss; Cachet: routes of
    // https://github.com/cachethq/cachet; Kener: https://kener.ing/docs/v4/rss-feed
    host: /(?:^|\.)status\.|status\.(?:com|io|page|[a-z]{2,3})$|\.(?:statuspage\.io|instatus\.com|betteruptime\.com)$/,
    feeds: () => ['/history.atom', '/feed.rss', '/atom', '/rss.xml'],
  },
];

/** Where sites without a word about it have their feed: the order is that of how common they are. */
const wellKnownPaths = [
  'feed',
  'rss.xml',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'rss',
  'feed.json',
  'feeds/posts/default',
];

/**
 * Where the platform of a page keeps the feeds that belong to it.
 * @param html of the page, '' where it could not be read
 * @param announces whether the page announces feeds itself
 */
export function guessPlatformFeeds(address: string, html: string, announces = false): string[] {
  const page = URL.parse(address);
  if (!page) return [];
  const host = page.hostname.replace(/^www\./, '');
  const guesses = platforms
    .filter(({ hasMore }) => hasMore || !announces)
    .filter((platform) => platform.host.test(host) && (platform.mark?.test(html) ?? true))
    .flatMap(({ feeds }) => feeds(page, html))
    .flatMap((guess) => (guess ? new URL(guess, page).href : []));
  return [...new Set(guesses)];
}

/** Where a page may have a feed that nothing points to: beside it, then at the top of its site. */
export function guessWellKnownFeeds(address: string): string[] {
  const page = URL.parse(address);
  if (!page) return [];
  const folder = `${trimSlash(page.pathname.replace(/\/[^/]*\.\w{2,5}$/, ''))}/`;
  const beside = folder === '/' ? [] : wellKnownPaths.slice(0, 3).map((path) => `${folder}${path}`);
  return [...beside, ...wellKnownPaths.map((path) => `/${path}`)].map((path) => new URL(path, page.origin).href);
}

function trimSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
