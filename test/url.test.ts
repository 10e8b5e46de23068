import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalizeUrl, resolveUrl } from '../lib/url.ts';

const page = 'https://harbour.example/trains';

describe('one page has one address, whatever', () => {
  it.each([
    ['the scheme', 'http://harbour.example/trains'],
    ['the case of the host', 'HTTPS://HARBOUR.Example/trains'],
    ['the space around it', ' \n https://harbour.example/trains\t'],
    ['the www', 'https://www.harbour.example/trains'],
    ['the final dot of the host', 'https://harbour.example./trains'],
    ['the trailing slash', 'https://harbour.example/trains/'],
    ['slashes written twice', 'https://harbour.example//trains//'],
    ['dots in the path', 'https://harbour.example/news/../trains'],
    ['the fragment', 'https://harbour.example/trains#comments'],
    ['an empty query', 'https://harbour.example/trains?'],
    ['the default port of https', 'https://harbour.example:443/trains'],
    ['the default port of http', 'http://harbour.example:80/trains'],
    ['the default port of the other scheme', 'https://harbour.example:80/trains'],
    ['the name and password of a user', 'https://user:word@harbour.example/trains'],
    ['the AMP path in front', 'https://harbour.example/amp/trains'],
    ['the AMP path behind', 'https://harbour.example/trains/amp/'],
    ['the AMP page', 'https://harbour.example/trains/amp.html'],
    ['the AMP host', 'https://www.amp.harbour.example/trains'],
    ['the AMP parameter', 'https://harbour.example/trains?amp'],
    ['the AMP output type', 'https://harbour.example/trains?outputType=amp'],
    ['the AMP cache', 'https://harbour-example.cdn.ampproject.org/c/s/www.harbour.example/trains'],
    ['the AMP viewer', 'https://www.google.com/amp/s/www.harbour.example/trains/amp/'],
    ['a cache of a cache', 'https://www.google.co.uk/amp/x.cdn.ampproject.org/v/harbour.example/trains'],
    ['a reader that counts', `${page}?utm_source=rss&UTM_Medium=feed&utm%5Fcampaign=x`],
    ['the click of an advert', `${page}?fbclid=1&gclid=2&gad_source=3&msclkid=4&yclid=5`],
    ['the letter that it came in', `${page}?mc_cid=1&mc_eid=2&_hsenc=3&mkt_tok=4`],
    ['the feed that it came from', `${page}?ref=rss&source=feed&partner=newsletter&cmp=twitter&at_medium=RSS`],
  ])('%s: %s', (_name, url) => {
    expect(canonicalizeUrl(url)).toBe(page);
  });

  it.each([
    ['the order of the parameters', 'https://harbour.example/?b=2&a=1', 'https://harbour.example/?a=1&b=2'],
    ['empty parameters', 'https://harbour.example/?&&a=1&', 'https://harbour.example/?a=1'],
    ['the writing of an international host', 'https://BÜCHER.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ['the case of an escape', 'https://harbour.example/%e5%81%9c', 'https://harbour.example/%E5%81%9C'],
    ['the suffix of the AMP page', 'https://harbour.example/trains.amp.html', 'https://harbour.example/trains.html'],
    ['the slash of the front page', 'https://www.harbour.example/', 'https://harbour.example'],
  ])('%s: %s', (_name, url, canonical) => {
    expect(canonicalizeUrl(url)).toBe(canonical);
  });
});

describe('what tells pages apart stays', () => {
  it.each([
    ['a port', 'https://harbour.example:8443/trains'],
    ['the case of the path', 'https://harbour.example/Trains'],
    ['a parameter', 'https://harbour.example/trains?id=5'],
    ['a parameter without value', 'https://harbour.example/trains?5'],
    ['a parameter twice', 'https://harbour.example/trains?id=5&id=6'],
    ['a parameter that is not UTF-8', 'https://harbour.example/trains?q=%E9'],
    ['a plus sign and an escaped space', 'https://harbour.example/trains?q=a+b%20c'],
    ['a source that is content', 'https://harbour.example/trains?source=signal-box'],
    ['a reference that is content', 'https://harbour.example/trains?ref=chapter-2'],
    ['a path of a word that begins with amp', 'https://harbour.example/amplifiers/ampere'],
    ['a site that is called amp', 'https://amp.dev/trains'],
    ['a site that is called www', 'https://www.com/trains'],
    ['an address of IPv6', 'https://[2001:db8::1]:8443/trains'],
    ['a search at Google', 'https://google.com/search?q=harbour.example'],
  ])('%s: %s', (_name, url) => {
    expect(canonicalizeUrl(url)).toBe(url);
  });

  it('and a tracking parameter leaves no other of its name behind', () => {
    expect(canonicalizeUrl(`${page}?ref=rss&ref=chapter-2`)).toBe(`${page}?ref=chapter-2`);
  });
});

describe('no address of a page', () => {
  it.each([
    '',
    ' ',
    'trains',
    '/trains',
    '//harbour.example/trains',
    'javascript:alert(1)',
    'data:text/html,trains',
    'ftp://harbour.example/trains',
    'mailto:desk@harbour.example',
    'urn:uuid:1',
    'https://',
    'https://har bour.example/',
    'https://harbour.example:99999/',
  ])('%j', (text) => {
    expect(canonicalizeUrl(text)).toBe('');
  });

  it.each(['a', '/amp', '?utm_a=1&', '/c/s/google.com/amp/s', '%', '.'])('a megabyte of %s', (part) => {
    expect(canonicalizeUrl(`${page}/${part.repeat(1_000_000 / part.length)}`)).toBe('');
  });
});

describe('a canonical address', () => {
  const piece = fc.constantFrom(
    ...['/', '//', 'amp', '/amp', '.amp', '.html', '/amp.html', 'www.', 'google.com', '/c/s/', 'x.cdn.ampproject.org'],
    ...['?', '&', '=', '#', '.', 'utm_a=1', 'ref=rss', 'ref', 'a', '%e9', '%41', ':80', '@', ';', '+', '\\', 'ü', '..'],
  );
  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .tuple(fc.constantFrom('http://', 'https://www.'), fc.array(piece, { maxLength: 12 }))
      .map(([s, p]) => s + p.join('')),
    fc
      .tuple(fc.constantFrom('https://google.com/amp/', 'https://x.cdn.ampproject.org/'), fc.array(piece))
      .map(([s, p]) => s + p.join('')),
    fc.string({ unit: 'binary' }),
  );

  it('is its own canonical address, and https or nothing', () => {
    fc.assert(
      fc.property(address, (text) => {
        const once = canonicalizeUrl(text);
        expect(canonicalizeUrl(once)).toBe(once);
        expect(once).toMatch(/^(?:https:\/\/[^#@]+.*)?$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for http and https', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), (url) => {
        expect(canonicalizeUrl(url.replace('https:', 'http:'))).toBe(canonicalizeUrl(url));
      }),
    );
  });
});

describe('a link', () => {
  const base = 'https://harbour.example/news/feed.xml';

  it.each([
    ['https://other.example/a?b#c', base, 'https://other.example/a?b#c'],
    ['trains', base, 'https://harbour.example/news/trains'],
    ['/trains', base, 'https://harbour.example/trains'],
    ['//other.example/a', base, 'https://other.example/a'],
    ['?p=1', base, 'https://harbour.example/news/feed.xml?p=1'],
    [' \n/trains ', base, 'https://harbour.example/trains'],
    ['http://www.harbour.example/a', undefined, 'http://www.harbour.example/a'],
    ['https://other.example/a', '', 'https://other.example/a'],
    ['https://other.example/a', 'no address', 'https://other.example/a'],
  ])('%j from %s is %s', (text, from, url) => {
    expect(resolveUrl(text, from)).toBe(url);
  });

  it.each([
    ['', base],
    ['  ', base],
    ['javascript:alert(1)', base],
    ['data:text/html,x', base],
    ['mailto:desk@harbour.example', base],
    ['trains', undefined],
    ['trains', 'no address'],
    ['trains', 'mailto:desk@harbour.example'],
    ['http://', base],
  ])('%j from %s leads nowhere', (text, from) => {
    expect(resolveUrl(text, from)).toBeUndefined();
  });

  it('leads to http or https or nowhere, whatever its text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()),
        fc.option(fc.string(), { nil: undefined }),
        (text, from) => {
          expect(resolveUrl(text, from) ?? 'https:').toMatch(/^https?:/);
        },
      ),
    );
  });
});
