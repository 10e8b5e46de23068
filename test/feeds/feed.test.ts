import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed, describePublisher, identifyFeed } from '../../lib/feeds/feed.ts';
import { buildFeed, morning } from '../fixtures/builders.ts';

describe('a new feed', () => {
  it('is due at once, enabled, and says of itself what the list says', () => {
    const entry = {
      url: 'https://www.harbour-post.example/rss',
      title: 'The Harbour Post',
      siteUrl: 'https://www.harbour-post.example/',
      country: 'gb',
      ownership: 'public',
      language: 'en',
      kind: 'status',
    } as const;
    expect(createFeed(entry, 'list', morning)).toStrictEqual({
      ...entry,
      id: identifyFeed(entry.url),
      country: 'GB',
      enabled: true,
      addedBy: 'list',
      nextPollAt: morning,
      failures: 0,
    });
  });

  it('has a name of 200 characters at most', () => {
    const { title } = createFeed({ url: 'https://harbour.example/', title: 'Harbour '.repeat(1_000) }, 'list', morning);
    expect(title).toMatch(/^Harbour .*…$/);
    expect(title.length).toBeLessThanOrEqual(200);
  });

  it('is named after its host and from an unknown country, where the list says no more than its address', () => {
    expect(createFeed({ url: 'https://www.harbour-post.example/rss' }, 'cli', morning)).toStrictEqual({
      id: identifyFeed('https://www.harbour-post.example/rss'),
      url: 'https://www.harbour-post.example/rss',
      title: 'harbour-post.example',
      country: 'ZZ',
      ownership: 'private',
      kind: 'news',
      enabled: true,
      addedBy: 'cli',
      nextPollAt: morning,
      failures: 0,
    });
  });

  it.each(['title', 'siteUrl', 'country', 'language'])('takes an empty %s for none', (member) => {
    const url = 'https://harbour-post.example/rss';
    expect(createFeed({ url, [member]: '' }, 'cli', morning)).toStrictEqual(createFeed({ url }, 'cli', morning));
  });

  it('is made of any address, even one that no request could be sent to', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (url) => {
        const feed = createFeed({ url }, 'test', morning);
        expect(feed.url).toBe(url);
        expect(feed.id).toMatch(/^[\da-f]{8}$/);
      }),
    );
  });
});

describe('the id of a feed', () => {
  it.each([
    ['HTTPS://Harbour-Post.example', 'https://harbour-post.example/'],
    ['https://harbour-post.example:443/rss', 'https://harbour-post.example/rss'],
    ['https://harbour-post.example/a/../rss', 'https://harbour-post.example/rss'],
  ])('is one for %s and %s', (one, other) => {
    expect(identifyFeed(one)).toBe(identifyFeed(other));
  });

  it.each([
    ['http://harbour-post.example/rss', 'https://harbour-post.example/rss'],
    ['https://harbour-post.example/rss?source=a', 'https://harbour-post.example/rss?source=b'],
    ['https://harbour-post.example/rss', 'https://harbour-post.example/RSS'],
    ['https://www.harbour-post.example/rss', 'https://harbour-post.example/rss'],
  ])('is not the same for %s and %s', (one, other) => {
    expect(identifyFeed(one)).not.toBe(identifyFeed(other));
  });

  it('stays what it was: stored feeds are found by it', () => {
    expect(identifyFeed('https://harbour-post.example/rss')).toBe('5f64e372');
  });
});

describe('the voice of a feed', () => {
  it('is its title, its country and who owns it', () => {
    const feed = buildFeed({ title: 'Canglan Ribao', country: 'CN', ownership: 'state' });
    expect(describePublisher(feed)).toStrictEqual({ name: 'Canglan Ribao', country: 'CN', ownership: 'state' });
  });
});
