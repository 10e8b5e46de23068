import type { Article } from '../article.ts';
import type { DigestSide } from '../digest/digest.ts';
import type { Missing } from '../stories/missing.ts';
import type { Story } from '../stories/story.ts';
import { sectors, viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { escapeTerminal } from './escape.ts';
import { chooseWidth, createPaint, fitText, type Paint, type Terminal, wrapText } from './terminal.ts';
import {
  countOf,
  listSidePublishers,
  nameKind,
  nameOfficial,
  namePublisher,
  nameTime,
  nameTitle,
  tellMissing,
} from './words.ts';

/** A story with everything that is told of it. */
export interface ToldStory {
  story: Story;
  articles: readonly Article[];
  sides: readonly DigestSide[];
  missing?: Missing | undefined;
}

const indent = '   ';
const namedSectors = 6;
const namedVoices = 12;
const quotedWords = 4;
const namedUpdates = 12;
const maxUpdate = 300;

/** Stories, two lines or a little more each: the headline with its id, then who is hit and how many say so. */
export function renderStoryLines(stories: readonly Story[], terminal: Terminal): string {
  const width = chooseWidth(terminal);
  const paint = createPaint(terminal.color);
  const lines = stories.flatMap((story) => {
    const margin = ' '.repeat(story.id.length + 2);
    const room = width - margin.length;
    const sources = countOf(story.independentPublishers, 'source', 'independent sources');
    const facts = `${nameKind(story)}  ${nameSectors(story)}${sources}, last report ${nameTime(story.reportedAt)}`;
    return [
      `${paint('dim', story.id)}  ${paint('bold', fitText(nameTitle(story), room))}`,
      ...wrapText(facts, room).map((line) => margin + line),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** One story: what it is, who is hit, every article with its labels, oldest first, and the sides. */
export function renderStoryText(told: ToldStory, terminal: Terminal): string {
  const width = chooseWidth(terminal);
  const paint = createPaint(terminal.color);
  const { story, articles } = told;
  const sources = `${story.independentPublishers} independent of ${countOf(story.publishers.length, 'source')}`;
  const times = `first seen ${nameTime(story.firstSeenAt)}, last report ${nameTime(story.reportedAt)}`;
  const lines = [
    ...renderHeading(`${nameTitle(story)}  [${nameKind(story)}]`, width, paint),
    ...wrapText(`${nameSectors(story)}${sources}, ${times}`, width),
    ...(story.official ? wrapText(escapeTerminal(nameOfficial(story.official)), width) : []),
    '',
    ...articles.flatMap((article) => renderArticle(article, width, paint)),
    '',
    ...renderSides(told, width, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** One story, viewpoint by viewpoint, in the words of those who took it; and who is missing. */
export function renderSidesText(told: ToldStory, terminal: Terminal): string {
  const width = chooseWidth(terminal);
  const paint = createPaint(terminal.color);
  const { story } = told;
  const lines = [
    ...renderHeading(`${nameTitle(story)}  [${nameKind(story)}]`, width, paint),
    paint('dim', `story ${story.id}`),
    '',
    ...renderSides(told, width, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function renderHeading(text: string, width: number, paint: Paint): string[] {
  return wrapText(text, width).map((line) => paint('bold', line));
}

function renderArticle(article: Article, width: number, paint: Paint): string[] {
  const room = width - indent.length;
  const labels = [
    article.topic,
    ...article.sectors.map(({ id }) => id),
    ...article.viewpoints.map(({ id }) => `view:${id}`),
  ];
  return [
    paint('dim', `${nameTime(article.publishedAt)}  ${article.id}`),
    ...renderHeading(nameTitle(article), room, paint).map((line) => indent + line),
    ...wrapText(escapeTerminal(namePublisher(article.publisher)), room).map((line) => indent + line),
    ...wrapText(labels.join(' '), room).map((line) => indent + paint('dim', line)),
    ...renderUpdates(article, room).map((line) => indent + line),
    // An address broken into lines could neither be clicked nor copied: it alone may exceed the width.
    ...(article.url ? [indent + escapeTerminal(article.url)] : []),
  ];
}

/** What a status page said of an incident, update by update. */
function renderUpdates({ incident }: Article, room: number): string[] {
  return (incident?.updates ?? []).slice(-namedUpdates).flatMap(({ at, state, text }) => {
    const head = [at ? nameTime(at) : '', state ?? ''].filter(Boolean).join(' ');
    return wrapText(escapeTerminal(`${head ? `${head}: ` : ''}${truncate(text, maxUpdate)}`), room);
  });
}

function renderSides({ sides, articles, missing }: ToldStory, width: number, paint: Paint): string[] {
  if (sides.length === 0) return ['No article of this story takes a position.'];
  const room = width - indent.length;
  const byId = new Map(articles.map((article) => [article.id, article]));
  const lines: string[] = [];
  for (const side of sides) {
    const { title, position } = viewpoints[side.id];
    lines.push(...wrapText(`${title}: ${position}`, width).map((line) => paint('cyan', line)));
    lines.push(...wrapText(escapeTerminal(listSidePublishers(side, namedVoices)), room).map((line) => indent + line));
    for (const article of side.articles.flatMap((id) => byId.get(id) ?? [])) {
      const quote = wrapText(`- ${quoteArticle(article, side)}`, room - 2);
      lines.push(...quote.map((line, i) => `${indent}${i === 0 ? '' : '  '}${line}`));
    }
    lines.push('');
  }
  return [...lines, ...tellMissing(missing).flatMap((line) => wrapText(line, width))];
}

/** The headline with the words that decided. */
function quoteArticle(article: Article, side: DigestSide): string {
  const evidence = article.viewpoints.find((label) => label.id === side.id)?.evidence ?? [];
  const words = evidence.slice(0, quotedWords).map((word) => `“${escapeTerminal(word)}”`);
  return [nameTitle(article), ...(words.length > 0 ? [words.join(', ')] : [])].join('  ');
}

function nameSectors({ sectors: hit }: Story): string {
  if (hit.length === 0) return '';
  const more = hit.length - namedSectors;
  const named = hit
    .slice(0, namedSectors)
    .map(({ id }) => sectors[id].title)
    .join(', ');
  return `${named}${more > 0 ? ` and ${more} more` : ''} · `;
}
