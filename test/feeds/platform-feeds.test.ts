import { describe, expect, it } from 'vitest';
import { guessPlatformFeeds, guessWellKnownFeeds } from '../../lib/feeds/platform-feeds.ts';

const channel = 'UC2DjFE7Xf11URZqWBigcVOQ';

describe('the feeds that a platform has for a page', () => {
  it.each<[page: string, feeds: string[], html?: string]>([
    [
      `https://www.youtube.com/channel/${channel}/videos`,
      [`https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`],
    ],
    ['https://www.youtube.com/user/ietf', ['https://www.youtube.com/feeds/videos.xml?user=ietf']],
    ['https://www.youtube.com/playlist?list=PL1', ['https://www.youtube.com/feeds/videos.xml?playlist_id=PL1']],
    [
      'https://m.youtube.com/@ietf',
      [`https://m.youtube.com/feeds/videos.xml?channel_id=${channel}`],
      `{"externalId":"${channel}"}`,
    ],
    ['https://www.youtube.com/@ietf', []],
    ['https://www.reddit.com/r/sysadmin/', ['https://www.reddit.com/r/sysadmin/.rss']],
    ['https://www.reddit.com/', []],
    [
      'https://github.com/nodejs/node/issues/1',
      ['releases', 'tags', 'commits'].map((list) => `https://github.com/nodejs/node/${list}.atom`),
    ],
    ['https://github.com/nodejs', []],
    ['https://gitlab.com/group/sub/project/-/issues', ['https://gitlab.com/group/sub/project/-/tags?format=atom']],
    ['https://pypi.org/project/requests/2.0/', ['https://pypi.org/rss/project/requests/releases.xml']],
    ['https://medium.com/@someone/a-post-1', ['https://medium.com/feed/@someone']],
    ['https://netflixtechblog.medium.com/', ['https://netflixtechblog.medium.com/feed']],
    ['https://letters.substack.com/p/one', ['https://letters.substack.com/feed']],
    ['https://harbour.wordpress.com/about', ['https://harbour.wordpress.com/feed/']],
    ['https://harbour.blogspot.com/2024/07/', ['https://harbour.blogspot.com/feeds/posts/default']],
    ['https://harbour.tumblr.com/archive', ['https://harbour.tumblr.com/rss']],
    ['https://bsky.app/profile/bsky.app/post/1', ['https://bsky.app/profile/bsky.app/rss']],
    ['https://social.example/@ada', ['https://social.example/@ada.rss'], '<div id="mastodon">'],
    ['https://social.example/@ada', []],
    [
      'https://talk.example/c/news/5',
      ['https://talk.example/c/news/5.rss', 'https://talk.example/latest.rss'],
      '<meta name="generator" content="Discourse 3">',
    ],
    [
      'https://site.example/a',
      ['https://site.example/feed/', 'https://site.example/?feed=rss2'],
      '<meta name="generator" content="WordPress 6.5">',
    ],
    ['https://site.example/a', []],
    ['no address', []],
  ])('%s: %j', (page, feeds, html = '') => {
    expect(guessPlatformFeeds(page, html)).toEqual(feeds);
  });

  it.each(['https://status.example.com/', 'https://www.githubstatus.com/', 'https://acme.statuspage.io/'])(
    'of the status page %s are those of the usual services',
    (page) => {
      const paths = guessPlatformFeeds(page, '').map((url) => new URL(url).pathname);
      expect(paths).toEqual(['/history.atom', '/feed.rss', '/atom', '/rss.xml']);
    },
  );

  it('are asked for beside those that a page announces only where it announces a part', () => {
    expect(guessPlatformFeeds('https://github.com/nodejs/node', '', true)).toHaveLength(3);
    expect(guessPlatformFeeds('https://harbour.blogspot.com/', '', true)).toEqual([]);
  });
});

describe('the places where sites keep feeds', () => {
  it('are at the top of the site, and beside a page further down', () => {
    expect(guessWellKnownFeeds('https://site.example/')[0]).toBe('https://site.example/feed');
    expect(guessWellKnownFeeds('https://site.example/blog/index.html?x=1').slice(0, 4)).toEqual([
      'https://site.example/blog/feed',
      'https://site.example/blog/rss.xml',
      'https://site.example/blog/feed.xml',
      'https://site.example/feed',
    ]);
    expect(guessWellKnownFeeds('nonsense')).toEqual([]);
  });
});
