import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkUrl } from '../../lib/feeds/address.ts';
import { createFeed, type FeedEntry, identifyFeed } from '../../lib/feeds/feed.ts';
import { parseOpml, renderOpml } from '../../lib/feeds/opml.ts';
import { readCountry, readLanguageCode } from '../../lib/query/codes.ts';
import { ownerships, topicsInScope } from '../../lib/taxonomy.ts';
import { canonicalizeUrl } from '../../lib/url.ts';

const text = readFileSync(new URL('../../lib/feeds/catalogue.opml', import.meta.url), 'utf8');
const feeds = parseOpml(text, 'catalogue.opml');
const inDesk = (desk: string) => feeds.filter(({ folder }) => folder?.[0] === desk);
const countValues = (values: readonly unknown[]) => new Set(values).size;
/** These serve no https, as far as is known. */
const plainHosts = ['en.kremlin.ru'];

describe('the catalogue', () => {
  it('has feeds enough to begin with, in eleven desks', () => {
    expect(feeds.length).toBeGreaterThanOrEqual(140);
    expect(countValues(feeds.map(({ folder }) => folder?.[0]))).toBe(11);
  });

  it('has the feeds that it is written with: nothing is lost in reading', () => {
    expect(feeds).toHaveLength(text.match(/xmlUrl=/g)?.length ?? 0);
    expect(text.match(/faultline:topic=/g)).toHaveLength(feeds.filter(({ topics }) => topics).length);
  });

  it.each(feeds)('says whose voice $title is', (feed: FeedEntry) => {
    const { title, country = '', ownership, language = '', kind, siteUrl, folder, topics } = feed;
    expect(title).toBeTruthy();
    expect(readCountry(country)).toBe(country);
    expect(ownerships).toContain(ownership);
    expect(readLanguageCode(language)).toBeTruthy();
    expect(kind).toBe(folder?.[0] === 'Status pages' ? 'status' : 'news');
    expect(siteUrl).toMatch(/^https?:\/\//);
    // The news of the day is about everything; every other desk is there for something.
    expect(topics?.every((topic) => topicsInScope.includes(topic))).toBe(folder?.[0] === 'Media' ? undefined : true);
  });

  it.each(feeds.map(({ url }) => url))('names an address that may be asked for: %s', (url) => {
    expect(checkUrl(url, false)).toBeUndefined();
    const { protocol, hostname, username, hash } = new URL(url);
    expect(protocol).toBe(plainHosts.includes(hostname) ? 'http:' : 'https:');
    expect({ username, hash }).toEqual({ username: '', hash: '' });
    expect(hostname).not.toMatch(/(?:^|\.)(?:example|invalid|test|local|localhost)(?:\.\w+)?$/);
  });

  it('names every feed once', () => {
    expect(countValues(feeds.map(({ url }) => canonicalizeUrl(url)))).toBe(feeds.length);
    expect(countValues(feeds.map(({ url }) => identifyFeed(url)))).toBe(feeds.length);
    expect(countValues(feeds.map(({ title }) => title?.toLowerCase()))).toBe(feeds.length);
  });

  it('hears media of 25 countries at least, in ten languages, owned by states, publics and private hands', () => {
    const media = inDesk('Media');
    expect(countValues(media.map(({ country }) => country))).toBeGreaterThanOrEqual(25);
    expect(countValues(media.map(({ language }) => language))).toBeGreaterThanOrEqual(10);
    const byOwner = Map.groupBy(media, ({ ownership }) => ownership);
    expect([...byOwner.keys()].sort()).toEqual(['private', 'public', 'state']);
    for (const [, owned] of byOwner) expect(owned.length).toBeGreaterThanOrEqual(10);
  });

  it('has every kind of owner, and hears the providers themselves', () => {
    expect(new Set(feeds.map(({ ownership }) => ownership))).toEqual(new Set(ownerships));
    expect(inDesk('Status pages').length).toBeGreaterThanOrEqual(20);
    expect(countValues(inDesk('CERTs').map(({ country }) => country))).toBeGreaterThanOrEqual(20);
  });

  it('is a list like any other: written again, it says the same', () => {
    const written = renderOpml(feeds.map((entry) => createFeed(entry, 'catalogue', new Date(0))));
    expect(parseOpml(written, 'x')).toEqual(feeds);
  });
});
