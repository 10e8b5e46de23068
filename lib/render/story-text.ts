import type { Article } from '../article.ts';
import type { DigestSide } from '../digest/digest.ts';
import type { Missing } from '../stories/missing.ts';
import type { Story } from '../stories/story.ts';
import { type Sector, sectors, viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { createPaint, type Terminal } from './digest-text.ts';
import { escapeTerminal } from './escape.ts';
import { listSidePublishers, namePublisher, nameTime } from './words.ts';

/** A story with everything that is told of it. */
export interface ToldStory {
  story: Story;
  articles: readonly Article[];
  sides: readonly DigestSide[];
  missing?: Missing | undefined;
}

/** Stories, two lines each: the headline with its id, then who is hit and how many say so. */
export function renderStoryLines(stories: readonly Story[], terminal: Terminal): string {
  const paint = createPaint(terminal.color);
  const lines = stories.flatMap((story) => [
    `${paint('dim', story.id)}  ${paint('bold', truncate(escapeTerminal(story.title), Math.max(30, terminal.width - 13)))}`,
    `            ${tag(story)}  ${nameSectors(story.sectors.map(({ id }) => id))}${story.independentPublishers} ${story.independentPublishers === 1 ? 'source' : 'independent sources'}, updated ${nameTime(story.updatedAt)}`,
  ]);
  return `${lines.join('\n')}\n`;
}

/** One story: what it is, who is hit, its sides, and every article with its labels, oldest first. */
export function renderStoryText(told: ToldStory, terminal: Terminal): string {
  const paint = createPaint(terminal.color);
  const { story, articles } = told;
  const lines = [
    `${paint('bold', escapeTerminal(story.title))}  [${tag(story)}]`,
    `${nameSectors(story.sectors.map(({ id }) => id))}${story.independentPublishers} independent of ${story.publishers.length} sources, first seen ${nameTime(story.firstSeenAt)}, updated ${nameTime(story.updatedAt)}`,
    '',
  ];
  for (const article of articles) {
    const labels = [...article.sectors.map(({ id }) => id), ...article.viewpoints.map(({ id }) => `view:${id}`)].join(' ');
    lines.push(
      `${nameTime(article.publishedAt)}  ${paint('bold', escapeTerminal(article.title))}`,
      `   ${escapeTerminal(namePublisher(article.publisher))}  ${paint('dim', `${article.topic} ${labels}`)}`,
    );
    if (article.url) lines.push(`   ${escapeTerminal(article.url)}`);
  }
  return `${[...lines, '', ...renderSides(told, terminal)].join('\n')}\n`;
}

/** One story, viewpoint by viewpoint, in the words of those who took it; and who is missing. */
export function renderSidesText(told: ToldStory, terminal: Terminal): string {
  const paint = createPaint(terminal.color);
  const head = `${paint('bold', escapeTerminal(told.story.title))}  [${tag(told.story)}]  story ${told.story.id}`;
  return `${[head, '', ...renderSides(told, terminal)].join('\n')}\n`;
}

function renderSides({ sides, articles, missing }: ToldStory, terminal: Terminal): string[] {
  const paint = createPaint(terminal.color);
  if (sides.length === 0) return ['No article of this story takes a position.'];
  const byId = new Map(articles.map((article) => [article.id, article]));
  const lines: string[] = [];
  for (const side of sides) {
    lines.push(`${paint('cyan', viewpoints[side.id].title)}: ${viewpoints[side.id].position}`);
    lines.push(`   ${escapeTerminal(listSidePublishers(side, 12))}`);
    for (const id of side.articles) {
      const article = byId.get(id);
      const evidence = article?.viewpoints.find((label) => label.id === side.id)?.evidence ?? [];
      if (article) lines.push(`   - ${escapeTerminal(article.title)}  “${escapeTerminal(evidence.slice(0, 4).join('”, “'))}”`);
    }
    lines.push('');
  }
  return [...lines, ...renderMissing(missing)];
}

function renderMissing(missing: Missing | undefined): string[] {
  if (!missing) return ['Too few sources to say who is missing.'];
  const lines: string[] = [];
  if (missing.ownerships.length > 0) lines.push(`Silent so far: ${missing.ownerships.join(', ')} outlets that you follow`);
  if (missing.countries.length > 0) lines.push(`No word from: ${missing.countries.join(', ')}`);
  if (missing.loneViewpoints.length > 0) {
    lines.push(`One source only for: ${missing.loneViewpoints.map((id) => viewpoints[id].title).join(', ')}`);
  }
  return lines.length > 0 ? lines : ['Nobody that you follow is missing.'];
}

function tag({ topic, state }: Pick<Story, 'topic' | 'state'>): string {
  return [topic, state].filter(Boolean).join(', ');
}

function nameSectors(ids: readonly Sector[]): string {
  return ids.length > 0 ? `${ids.slice(0, 6).map((id) => sectors[id].title).join(', ')}${ids.length > 6 ? ` and ${ids.length - 6} more` : ''} · ` : '';
}
