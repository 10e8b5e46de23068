import fc from 'fast-check';
import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../lib/digest/digest.ts';
import { renderDigestHtml } from '../../lib/render/digest-html.ts';
import { buildDigest, buildDigestStory } from '../fixtures/builders.ts';
import {
  buildDigestOf,
  buildEmptyDigest,
  buildFullDigest,
  buildHostileDigest,
  buildHostileStory,
  forbiddenMarks,
  hostileTexts,
  hostileUrls,
  nameItems,
} from '../fixtures/digests.ts';

const { findAll, textContent } = DomUtils;
type Page = ReturnType<typeof parseDocument>;

const load = (digest: Digest) => parseDocument(renderDigestHtml(digest, nameItems(digest)));
const all = (page: Page, ...names: string[]) => findAll(({ name }) => names.includes(name), page.children);
const texts = (page: Page, ...names: string[]) => all(page, ...names).map((element) => textContent(element).trim());
const find = (page: Page, test: (attributes: Record<string, string>) => boolean) =>
  findAll(({ attribs }) => test(attribs), page.children);
const shape = (page: Page) =>
  findAll(() => true, page.children).map(({ name, attribs }) => `${name} ${Object.keys(attribs).join(' ')}`);

const allowed = new Set(
  'html head meta title style body header main footer nav ol ul li a article section p h1 h2 h3 h4 small span strong bdi q code time div details summary table thead tbody tr th td'.split(
    ' ',
  ),
);

/** What holds of the page of any digest. */
function expectHarmless(digest: Digest) {
  const html = renderDigestHtml(digest, nameItems(digest));
  const page = parseDocument(html);
  for (const { name, attribs } of findAll(() => true, page.children)) {
    expect(allowed).toContain(name);
    for (const attribute of Object.keys(attribs)) expect(attribute).not.toMatch(/^on|^src|^srcset$|^xlink|^action$/);
    if (attribs.href !== undefined) expect(attribs.href).toMatch(/^(?:https?:\/\/[^\s]+|#s\d+)$/);
    if (attribs.style !== undefined) expect(attribs.style).toMatch(/^--share:\d{1,3}%$/);
  }
  expect(textContent(all(page, 'style'))).not.toMatch(/url\(|@import|expression/i);
  expect(html).not.toMatch(forbiddenMarks);
  expect(html.isWellFormed()).toBe(true);
}

describe('a digest as a page', () => {
  it.each([
    ['small', buildDigest()],
    ['full', buildFullDigest()],
    ['hostile', buildHostileDigest()],
    ['empty', buildEmptyDigest()],
  ])('runs no script and loads nothing: the %s digest', (_name, digest) => {
    expectHarmless(digest);
  });

  it('forbids scripts, forms and everything foreign by its policy', () => {
    const [policy] = find(load(buildDigest()), (a) => a['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attribs.content).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    );
  });

  it('is English, sized for the screen, and titled', () => {
    const page = load(buildDigest());
    expect(all(page, 'html')[0]?.attribs.lang).toBe('en');
    expect(find(page, ({ name }) => name === 'viewport')).toHaveLength(1);
    expect(texts(page, 'title')).toEqual(['Faultline: 1 hour to 19 Jul 2024 07:00 UTC']);
  });

  it('has each landmark once', () => {
    const page = load(buildFullDigest());
    for (const name of ['header', 'main', 'footer', 'nav']) expect(all(page, name), name).toHaveLength(1);
    expect(all(page, 'nav')[0]?.attribs['aria-label']).toBe('Stories');
  });

  it.each([
    ['full', buildFullDigest()],
    ['small', buildDigest()],
    ['empty', buildEmptyDigest()],
  ])('has its headings in order, one of the first rank and none without words: the %s digest', (_name, digest) => {
    const page = load(digest);
    const ranks = all(page, 'h1', 'h2', 'h3', 'h4').map(({ name }) => Number(name.slice(1)));
    expect(ranks[0]).toBe(1);
    expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
    for (const [i, rank] of ranks.entries()) expect(rank).toBeLessThanOrEqual((ranks[i - 1] ?? 0) + 1);
    for (const text of texts(page, 'h1', 'h2', 'h3', 'h4')) expect(text).not.toBe('');
  });

  it('points only to what is there, and names each thing once', () => {
    const page = load(buildFullDigest());
    const ids = find(page, ({ id }) => id !== undefined).map(({ attribs }) => attribs.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attribs } of find(page, (a) => a.href?.startsWith('#') ?? false))
      expect(ids).toContain(attribs.href?.slice(1));
    for (const { attribs } of find(page, (a) => a['aria-labelledby'] !== undefined))
      expect(ids).toContain(attribs['aria-labelledby']);
  });

  it('closes every element that it opens', () => {
    const html = renderDigestHtml(buildFullDigest(), nameItems(buildFullDigest()));
    const open: string[] = [];
    for (const [, slash, name = ''] of html
      .replace(/<!doctype html>|<meta [^>]*>/g, '')
      .matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('tells a story with its state, sureness, sectors, sides and articles', () => {
    const page = load(buildDigest());
    const text = textContent(all(page, 'article')).replace(/\s+/g, ' ');
    expect(text).toContain('outage ongoing last report 19 Jul 2024 06:30 UTC');
    expect(text).toContain('Passengers queued for hours after a faulty update.');
    expect(text).toContain('Aviation 1');
    expect(texts(page, 'h4')).toEqual(['Resilience']);
    expect(text).toContain('Industry-led against Regulation');
    expect(texts(page, 'summary')).toEqual(['1 article', 'What became of every item']);
    expect(all(page, 'time').map(({ attribs }) => attribs.datetime)).toEqual([
      '2024-07-19T06:30:00.000Z',
      '2024-07-19T06:00:00.000Z',
    ]);
    expect(texts(page, 'footer')[0]).toContain('2 items from 1 feed: 1 outside your query, 1 in 1 story');
  });

  it('tells the empty digest with its receipt, and without sections that would be empty', () => {
    const page = load(buildEmptyDigest());
    expect(texts(page, 'main')).toEqual(['Nothing in this period matches.']);
    expect(texts(page, 'td')).toEqual(['outside topic:outage', 'Cup final', 'The Harbour Post']);
    expect(all(load(buildDigestOf([buildDigestStory()])), 'table')).toEqual([]);
    expect(
      all(load(buildDigestOf([buildDigestStory({ sectors: [], viewpoints: [], summary: '' })])), 'h3', 'h4'),
    ).toEqual([]);
  });

  it('marks headlines with their language and leaves their direction to them', () => {
    const page = load(buildFullDigest());
    const headlines = all(page, 'h2').slice(0, 8);
    expect(headlines.map(({ attribs }) => attribs.lang)).toEqual(['en', 'en', 'zh', 'de', 'ar', 'ru', 'ja', 'en']);
    for (const { attribs } of headlines) expect(attribs.dir).toBe('auto');
    expect(find(page, ({ lang }) => lang === 'und')).toEqual([]);
  });

  it('names six voices of a side and counts the others', () => {
    const publishers = Array.from({ length: 9 }, (_, i) => ({
      name: `P${i}`,
      country: 'GB',
      ownership: 'private' as const,
    }));
    const page = load(
      buildDigestOf([buildDigestStory({ viewpoints: [{ id: 'rights', articles: [], publishers, evidence: [] }] })]),
    );
    const [voices] = find(page, (a) => a.class === 'voices');
    expect(voices && textContent(voices)).toMatch(/P5 \(GB, private\)3 more$/);
  });

  it('folds a long list of held stories away, and shows a short one', () => {
    const held = (count: number) =>
      load(
        buildDigest({
          held: Array.from({ length: count }, (_, i) => ({ id: `${i}`, title: `Held ${i}`, articles: 1 })),
        }),
      );
    expect(texts(held(8), 'summary')).not.toContain('8 stories');
    expect(texts(held(9), 'summary')).toContain('9 stories');
  });

  it.each(hostileUrls)('links no article to %j', (url) => {
    const page = load(buildDigestOf([buildHostileStory('Title', url)]));
    expect(all(page, 'a').map(({ attribs }) => attribs.href)).toEqual(['#s1']);
    expect(find(page, (a) => a.class === 'articles').map((list) => textContent(list))).toEqual([
      expect.stringMatching(/^Title /),
    ]);
  });

  it('links an article to its address, quotes and all', () => {
    const url = `https://a.example/?a=1&b="'<x>`;
    const links = all(load(buildDigestOf([buildHostileStory('Title', url)])), 'a');
    expect(links[1]?.attribs).toEqual({ href: 'https://a.example/?a=1&b=%22%27%3Cx%3E', rel: 'noopener noreferrer' });
  });

  it.each(Object.entries(hostileTexts))('lets nothing through of %s', (_attempt, text) => {
    const digest = buildDigestOf([buildHostileStory(text, text)], {
      query: text,
      id: text,
      held: [{ id: 'h', title: text, articles: 1 }],
      fates: [{ articleId: 'a', fate: 'outside', term: text }],
    });
    expectHarmless(digest);
  });

  it('takes a hostile language for a value, and a sector without articles for an empty bar', () => {
    const [article] = buildDigestStory().articles;
    const language = 'en" onclick="alert(1)';
    const articles = article ? [{ ...article, language }] : [];
    const digest = buildDigestOf([buildDigestStory({ articles, sectors: [{ id: 'aviation', articles: [] }] })]);
    expectHarmless(digest);
    expect(all(load(digest), 'h2')[0]?.attribs.lang).toBe(language);
  });

  it('shows markup in a text as the text that it is', () => {
    const title = hostileTexts['a script'];
    const page = load(buildDigestOf([buildHostileStory(title, '')]));
    expect(texts(page, 'h2')).toEqual([title]);
    expect(texts(page, 'q')).toEqual([title]);
    expect(texts(load(buildDigestOf([buildHostileStory(hostileTexts['escaped markup'], '')])), 'h2')).toEqual([
      hostileTexts['escaped markup'],
    ]);
  });

  it('has the same elements whatever the texts, and shows each text whole', () => {
    const plainShape = shape(load(buildDigestOf([buildHostileStory('plain', '')])));
    const unit = fc.oneof(
      fc.string(),
      fc.constantFrom('<', '>', '&', '"', "'", '</p>', '<script>', '<!--', ']]>', '&lt;', '`', '漢字 '),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 15 }), (parts) => {
        const title = `x${parts.join('')}`.replace(/\s+/g, ' ').trim();
        const page = load(buildDigestOf([buildHostileStory(title, '')]));
        expect(shape(page)).toEqual(plainShape);
        expect(texts(page, 'h2')).toEqual([title]);
        expect(find(page, (a) => a.class === 'summary').map((element) => textContent(element))).toEqual([title]);
        expect(texts(page, 'q')).toEqual([title]);
      }),
    );
  });
});
