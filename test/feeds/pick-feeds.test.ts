import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../../lib/feeds/feed.ts';
import { type FeedChoice, pickFeeds } from '../../lib/feeds/pick-feeds.ts';

const feeds: FeedEntry[] = [
  { url: 'a', folder: ['Media', 'Asia'], country: 'CN', ownership: 'state' },
  { url: 'b', folder: ['Media', 'Europe'], country: 'FR', ownership: 'public', topics: ['policy'] },
  { url: 'c', folder: ['CERTs'], country: 'FR', ownership: 'government', topics: ['attack', 'vulnerability'] },
  { url: 'd' },
];

describe('picking from a feed list', () => {
  it.each<[string, FeedChoice, string[]]>([
    ['everything where nothing narrows it', {}, ['a', 'b', 'c', 'd']],
    ['everything where no folder is named', { folders: [] }, ['a', 'b', 'c', 'd']],
    ['a folder and what is in it', { folders: ['media'] }, ['a', 'b']],
    ['a folder within another', { folders: ['EUR'] }, ['b']],
    ['any of several folders', { folders: ['cert', 'asia'] }, ['a', 'c']],
    ['a country', { countries: ['FR'] }, ['b', 'c']],
    ['who owns it', { ownerships: ['state', 'public'] }, ['a', 'b']],
    ['what it is about', { topics: ['vulnerability'] }, ['c']],
    ['what fits in every respect', { folders: ['media'], countries: ['FR', 'CN'], topics: ['policy'] }, ['b']],
    ['nothing where nothing fits', { countries: ['FR'], ownerships: ['state'] }, []],
  ])('gives %s', (_, choice, urls) => {
    expect(pickFeeds(feeds, choice).map(({ url }) => url)).toEqual(urls);
  });
});
