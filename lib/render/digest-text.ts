import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { viewpoints } from '../taxonomy.ts';
import { escapeTerminal } from './escape.ts';
import { listSectorCounts, listSidePublishers, namePeriod, namePublisher, nameContest } from './words.ts';

/** What the text is written for. */
export interface Terminal {
  /** Columns. */
  width: number;
  color: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const minWidth = 40;
const maxWidth = 110;
const indent = '   ';
const labelWidth = 10;
const namedSources = 6;

/**
 * The digest for a terminal or a pipe: story by story, who is hit, how sure, what changed, the sides, and the receipt.
 * Colour repeats what words say and never says it alone.
 */
export function renderDigestText(digest: Digest, terminal: Terminal): string {
  const width = Math.min(maxWidth, Math.max(minWidth, terminal.width));
  const paint = createPaint(terminal.color);
  const lines = [
    `${paint('bold', 'Faultline')}  ${namePeriod(digest)}${digest.query ? `  ${paint('dim', escapeTerminal(digest.query))}` : ''}`,
    '',
  ];
  if (digest.stories.length === 0) lines.push('Nothing in this period matches.', '');
  for (const [i, story] of digest.stories.entries()) lines.push(...renderStory(story, `${i + 1}`, width, paint), '');
  if (digest.held.length > 0) {
    const titles = digest.held.map(({ title }) => escapeTerminal(title));
    lines.push(...wrapField('Held', `${titles.slice(0, 5).join(' · ')}${titles.length > 5 ? ` · ${titles.length - 5} more` : ''}`, width, paint), '');
  }
  lines.push(...wrap(tellReceipt(digest.receipt, digest.stories.length), width), paint('dim', `digest ${digest.id}`));
  return `${lines.join('\n')}\n`;
}

/** One story with its sources and sides. */
export function renderStory(story: DigestStory, number: string, width: number, paint: Paint): string[] {
  const tag = [story.topic, story.state].filter(Boolean).join(', ');
  const heading = wrap(`${escapeTerminal(story.title)}  [${tag}]`, width - indent.length);
  const lines = heading.map((line, i) => `${i === 0 ? number.padEnd(indent.length) : indent}${paint('bold', line)}`);
  if (story.summary) lines.push(...wrap(escapeTerminal(story.summary), width - indent.length).map((line) => indent + line));
  if (story.sectors.length > 0) lines.push(...wrapField('Hit', listSectorCounts(story), width, paint));
  lines.push(...wrapField('Sure', story.why.replace(/^.*: /, ''), width, paint));
  if (story.changed) lines.push(...wrapField('Changed', story.changed, width, paint));
  for (const [i, side] of story.viewpoints.entries()) {
    const words = side.evidence.length > 0 ? `  “${escapeTerminal(side.evidence.slice(0, 3).join('”, “'))}”` : '';
    const text = `${viewpoints[side.id].title}: ${escapeTerminal(listSidePublishers(side))}${words}`;
    lines.push(...wrapField(i === 0 ? 'Sides' : '', text, width, paint));
  }
  if (story.contested.length > 0) lines.push(...wrapField('Contested', story.contested.map(nameContest).join(' · '), width, paint));
  const sources = story.publishers.map((publisher) => escapeTerminal(namePublisher(publisher)));
  const more = sources.length - namedSources;
  lines.push(
    ...wrapField('Sources', `${sources.slice(0, namedSources).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, width, paint),
    `${indent}${paint('dim', `story ${story.id}, ${story.articles.length} ${story.articles.length === 1 ? 'article' : 'articles'} here`)}`,
  );
  return lines;
}

/** Paints, or leaves the text alone where there is no colour. */
export function createPaint(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

function wrapField(label: string, text: string, width: number, paint: Paint): string[] {
  const room = width - indent.length - labelWidth;
  return wrap(text, room).map((line, i) => {
    const name = i === 0 ? label : '';
    return `${indent}${paint('cyan', name)}${' '.repeat(labelWidth - stringWidth(name))}${line}`;
  });
}

function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(20, width), { hard: true, trim: true }).split('\n');
}
