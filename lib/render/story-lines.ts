import type { RichTextList } from '@slack/types';
import type { DigestArticle, DigestSide, DigestStory } from '../digest/digest.ts';
import { viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { bold, bullets, type Line, linked, words } from './blocks.ts';
import { safeHref } from './escape.ts';
import {
  listSectorCounts,
  listWithin,
  nameContest,
  nameOfficial,
  namePublisher,
  nameSureness,
  nameTime,
  nameTitle,
} from './words.ts';

/** Of a story's articles, for a link: one among so many has an address that opens. */
const maxTried = 20;

/** Characters of a provider's word: its components may be many. */
const maxOfficial = 400;

/** The article that gave the headline, else the first with an address that may be linked and fits; '' where there is none. */
export function chooseLink(
  { title, articles }: { title: string; articles: readonly { title: string; url: string }[] },
  longest: number,
): string {
  const titled = articles.filter((article) => article.title === title).slice(0, maxTried);
  const urls = [...titled, ...articles.slice(0, maxTried)].map(({ url }) => safeHref(url));
  return urls.find((url) => url !== '' && url.length <= longest) ?? '';
}

/** Who is hit, how sure it is, and which positions exclude each other; lines for a paragraph. */
export function tellFacts(story: Pick<DigestStory, 'sectors' | 'why' | 'contested' | 'official'>): Line[] {
  return [
    story.sectors.length > 0 ? [bold('Hit: '), words(`${listSectorCounts(story)} (articles that say so)`)] : [],
    [bold('Sure: '), words(nameSureness(story))],
    story.official ? [bold('Official: '), words(truncate(nameOfficial(story.official), maxOfficial))] : [],
    story.contested.length > 0 ? [bold('Contested: '), words(story.contested.map(nameContest).join(' · '))] : [],
  ];
}

/** Each side with its position, who took it and in which words. @param room characters for all of them */
export function listSides(sides: readonly DigestSide[], room: number): RichTextList {
  const each = Math.floor(room / Math.max(1, sides.length));
  return bullets(
    sides.map(({ id, publishers, evidence }) => {
      const { title, position } = viewpoints[id];
      const left = Math.max(0, each - title.length - position.length - 8);
      const voices = listWithin(publishers.map(namePublisher), Math.floor(left * 0.6));
      const quotes = quoteWords(evidence, left - voices.length);
      return [bold(title), words(` (${position}): ${voices}`), ...(quotes ? [words(`\n${quotes}`)] : [])];
    }),
  );
}

/** “duty to report”, “within 24 hours”: at most four, as many as fit in so many characters. */
export function quoteWords(evidence: readonly string[], room: number): string {
  const quotes = evidence.slice(0, 4).map((word) => `“${word}”`);
  let text = '';
  for (const quote of quotes) {
    const longer = text ? `${text}, ${quote}` : quote;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}

/**
 * Articles with their links and voices; which repeat another is said.
 * @param room characters for all of them, addresses included
 * @param known where the article that a copy repeats is looked for
 */
export function listSources(
  articles: readonly DigestArticle[],
  room: number,
  known: readonly DigestArticle[] = articles,
): RichTextList {
  const shown = articles.slice(0, Math.max(1, Math.min(12, Math.floor(room / 160))));
  const each = Math.floor(room / Math.max(1, shown.length));
  const more = articles.length - shown.length;
  return bullets([
    ...shown.map((article) => renderSource(article, known, each)),
    more > 0 ? [words(`${more} more`)] : [],
  ]);
}

function renderSource(article: DigestArticle, known: readonly DigestArticle[], room: number): Line {
  const href = safeHref(article.url);
  const url = href.length <= room / 2 ? href : '';
  const original = known.find(({ id }) => id === article.copyOf);
  const left = room - url.length;
  const voice = truncate(namePublisher(article.publisher), Math.floor(left * 0.3));
  const copy = article.copyOf
    ? `, same text as ${original ? truncate(original.publisher.name, Math.floor(left * 0.2)) : 'another'}`
    : '';
  const tail = `, ${voice}, ${nameTime(article.publishedAt)}${copy}`;
  return [linked(truncate(nameTitle(article), Math.max(20, Math.min(160, left - tail.length))), url), words(tail)];
}
