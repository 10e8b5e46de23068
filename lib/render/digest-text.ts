import stringWidth from 'string-width';
import type { Digest, DigestSide, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { viewpoints } from '../taxonomy.ts';
import { escapeTerminal } from './escape.ts';
import { chooseWidth, createPaint, type Paint, type Terminal, wrapText } from './terminal.ts';
import {
  countOf,
  listHeld,
  listSectorCounts,
  listSidePublishers,
  nameContest,
  nameKind,
  nameOfficial,
  namePeriod,
  namePublisher,
  nameSureness,
  nameTitle,
} from './words.ts';

const indent = '   ';
const labelWidth = 10;
const namedSources = 6;

/**
 * The digest for a terminal or a pipe: story by story, who is hit, how sure, what changed, the sides, and the receipt.
 * Colour repeats what words say and never says it alone.
 */
export function renderDigestText(digest: Digest, terminal: Terminal): string {
  const width = chooseWidth(terminal);
  const paint = createPaint(terminal.color);
  const lines = wrapText(`Faultline  ${namePeriod(digest)}`, width).map((line) => paint('bold', line));
  if (digest.query) lines.push(...wrapText(escapeTerminal(digest.query), width).map((line) => paint('dim', line)));
  lines.push('');
  if (digest.stories.length === 0) lines.push('Nothing in this period matches.', '');
  for (const [i, story] of digest.stories.entries()) lines.push(...renderStory(story, i + 1, width, paint), '');
  if (digest.held.length > 0) lines.push(...wrapField('Held', escapeTerminal(listHeld(digest)), width, paint), '');
  lines.push(
    ...wrapText(tellReceipt(digest.receipt, digest.stories.length), width),
    paint('dim', `digest ${digest.id}`),
  );
  return `${lines.join('\n')}\n`;
}

function renderStory(story: DigestStory, number: number, width: number, paint: Paint): string[] {
  const room = width - indent.length;
  const heading = wrapText(`${nameTitle(story)}  [${nameKind(story)}]`, room);
  const lines = heading.map(
    (line, i) => `${i === 0 ? `${number}`.padEnd(indent.length) : indent}${paint('bold', line)}`,
  );
  if (story.summary) lines.push(...wrapText(escapeTerminal(story.summary), room).map((line) => indent + line));
  if (story.sectors.length > 0) lines.push(...wrapField('Hit', listSectorCounts(story), width, paint));
  lines.push(...wrapField('Sure', nameSureness(story), width, paint));
  if (story.official) lines.push(...wrapField('Official', escapeTerminal(nameOfficial(story.official)), width, paint));
  if (story.changed) lines.push(...wrapField('Changed', story.changed, width, paint));
  for (const [i, side] of story.viewpoints.entries()) {
    lines.push(...wrapField(i === 0 ? 'Sides' : '', tellSide(side), width, paint));
  }
  if (story.contested.length > 0)
    lines.push(...wrapField('Contested', story.contested.map(nameContest).join(' · '), width, paint));
  lines.push(...wrapField('Sources', tellSources(story), width, paint));
  const foot = wrapText(`story ${story.id}, ${countOf(story.articles.length, 'article')} here`, room);
  lines.push(...foot.map((line) => `${indent}${paint('dim', line)}`));
  return lines;
}

function tellSide(side: DigestSide): string {
  const words = side.evidence.length > 0 ? `  “${escapeTerminal(side.evidence.slice(0, 3).join('”, “'))}”` : '';
  return `${viewpoints[side.id].title}: ${escapeTerminal(listSidePublishers(side))}${words}`;
}

function tellSources({ publishers }: DigestStory): string {
  const more = publishers.length - namedSources;
  const named = publishers.slice(0, namedSources).map(namePublisher).join(', ');
  return escapeTerminal(more > 0 ? `${named} and ${more} more` : named);
}

/** The label stands in a column of its own; the text is wrapped beside it. */
function wrapField(label: string, text: string, width: number, paint: Paint): string[] {
  return wrapText(text, width - indent.length - labelWidth).map((line, i) => {
    const name = i === 0 ? label : '';
    return `${indent}${paint('cyan', name)}${' '.repeat(labelWidth - stringWidth(name))}${line}`;
  });
}
