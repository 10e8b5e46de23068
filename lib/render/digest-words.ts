import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { type Sector, sectors, viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { escapeSlack, stripUnseen } from './escape.ts';
import { countOf, listSidePublishers, nameKind, namePeriod, nameTitle } from './words.ts';

/** Stories for which a message of 50 blocks has room; a digest has eight. */
export const maxStories = 20;

const maxLine = 300;

/**
 * The digest as one text for the top level of a Slack message, where `<`, `>` and `&` are markup and so are escaped. Every story
 * keeps its title, kind and sides, whatever the length of the others; summaries give way first.
 * @param limit characters, escapes included
 */
export function renderDigestWords(digest: Digest, limit: number): string {
  const head = `${cutEscaped(`Faultline: ${namePeriod(digest)}. ${tellCounts(digest)}`, maxLine)}.`;
  const tail = [tellRest(digest), `${tellReceipt(digest.receipt, digest.stories.length)}.`].filter(Boolean).join('\n');
  const stories = digest.stories.slice(0, maxStories);
  const room = Math.floor((limit - head.length - tail.length - 2) / Math.max(1, stories.length));
  return [head, ...stories.map((story, i) => tellStory(story, i + 1, room - 1)), tail].join('\n');
}

/** The shares of title, why, changed and sides add up to the room; what they leave is the summary's. */
function tellStory(story: DigestStory, number: number, limit: number): string {
  const kind = nameKind(story);
  const room = limit - `${number}.  (${kind}). . Changed: . Sides: .  `.length;
  const title = cutEscaped(nameTitle(story), Math.floor(room * 0.35));
  const why = cutEscaped(stripFullStop(stripUnseen(story.why)), Math.min(240, Math.floor(room * 0.2)));
  const changed = cutEscaped(stripFullStop(stripUnseen(story.changed ?? '')), Math.min(160, Math.floor(room * 0.12)));
  const sides = tellSides(story, '; ', Math.floor(room * 0.33), cutEscaped);
  const left = room - title.length - why.length - changed.length - sides.length;
  const parts = [`${number}. ${title} (${kind}).`, left > 60 ? cutEscaped(stripUnseen(story.summary), left) : ''];
  if (why) parts.push(`${why}.`);
  if (changed) parts.push(`Changed: ${changed}.`);
  if (sides) parts.push(`Sides: ${sides}.`);
  return parts.filter(Boolean).join(' ');
}

/**
 * Every side of a story with the first of its voices, in at most `limit` characters: names of voices give way, those of sides stay.
 * @param cut shortens the voices to a number of characters
 */
export function tellSides(
  { viewpoints: sides }: DigestStory,
  separator: string,
  limit: number,
  cut: typeof truncate,
): string {
  const each = Math.floor((limit + separator.length) / Math.max(1, sides.length)) - separator.length;
  const told = sides.map((side) => {
    const { title } = viewpoints[side.id];
    const voices = each - title.length - 2;
    return voices < 8 ? title : `${title}: ${cut(stripUnseen(listSidePublishers(side, 2)), voices)}`;
  });
  return told.join(separator);
}

/** How many stories, and in which sectors, commonest first. */
export function tellCounts({ stories }: Digest): string {
  const counts = new Map<Sector, number>();
  for (const story of stories) for (const { id } of story.sectors) counts.set(id, (counts.get(id) ?? 0) + 1);
  const named = [...counts].sort((a, b) => b[1] - a[1]).map(([id, count]) => `${sectors[id].title} ${count}`);
  const total = countOf(stories.length, 'story', 'stories');
  return named.length > 0 ? `${total}. By sector: ${named.join(', ')}` : total;
}

/** Says that stories found no place in the message, '' where all did. */
export function tellRest({ stories }: Digest): string {
  const more = stories.length - maxStories;
  return more > 0 ? `${countOf(more, 'more story is', 'more stories are')} in the digest and not shown here.` : '';
}

/** Cut so that it still fits once it is escaped: a cut after escaping could leave half an entity. */
function cutEscaped(text: string, limit: number): string {
  let kept = truncate(text, limit);
  for (let escaped = escapeSlack(kept); escaped.length > limit && kept.length > 1; escaped = escapeSlack(kept)) {
    kept = truncate(kept, Math.floor((kept.length * limit) / escaped.length));
  }
  return escapeSlack(kept);
}

function stripFullStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}
