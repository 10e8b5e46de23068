import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { type Sector, sectors } from '../taxonomy.ts';
import { cleanLine } from './clean-texts.ts';
import { divideRoom } from './divide-room.ts';
import { cutEscaped } from './escape.ts';
import { escapedCutting, fitStory, measureStory } from './fit-story.ts';
import { countOf, listHeld, listWithin, nameKind, namePeriod } from './words.ts';

/** Stories for which one message has room; a digest has as many. */
export const maxStories = 8;

const maxLine = 300;
const namedHeld = 3;
/** Characters of the whole. `chat.postMessage` has taken 6,463 beside blocks: https://github.com/slackapi/bolt-js/issues/2867 */
const maxWords = 6_000;

/**
 * The digest as one text for the top level of a Slack message, where `<`, `>` and `&` are markup and so are escaped. Every story
 * keeps its title, kind and sides, whatever the length of the others; summaries give way first.
 * @param digest its stories clean
 */
export function renderDigestWords(digest: Digest): string {
  const cutLine = (line: string): string => cutEscaped(line, maxLine);
  const head = [`Faultline: ${namePeriod(digest)}. ${tellCounts(digest)}.`, tellQuery(digest)].filter(Boolean);
  const tail = [tellRest(digest), tellHeld(digest), `${tellReceipt(digest.receipt, digest.stories.length)}.`];
  const frame = [head.map(cutLine), tail.filter(Boolean).map(cutLine)] as const;
  const stories = digest.stories.slice(0, maxStories);
  const room = maxWords - frame.flat().join('\n').length - 1;
  const shares = divideRoom(
    room,
    stories.map((story) => maxFrame + measureStory(story, '; ', escapedCutting)),
  );
  const told = stories.map((story, i) => tellStory(story, i + 1, (shares[i] ?? 0) - maxFrame));
  return [...frame[0], ...told, ...frame[1]].join('\n');
}

/** Characters of a line beside the parts of its story: "1. … (vulnerability, monitoring). … Changed: … Sides: …". */
const maxFrame = 70;

function tellStory(story: DigestStory, number: number, room: number): string {
  const { title, why, changed, sides, summary } = fitStory(story, room, '; ', escapedCutting);
  const parts = [`${number}. ${title} (${nameKind(story)}).`];
  if (changed) parts.push(`Changed: ${stripFullStop(changed)}.`);
  if (summary) parts.push(summary);
  if (why) parts.push(`${stripFullStop(why)}.`);
  if (sides) parts.push(`Sides: ${sides}.`);
  return parts.join(' ');
}

/** What the digest was asked for, '' where for everything. */
export function tellQuery({ query }: Digest): string {
  const text = cleanLine(query, maxLine);
  return text ? `Query: ${text}` : '';
}

/** How many stories, and in which sectors, commonest first. */
export function tellCounts({ stories }: Digest): string {
  if (stories.length === 0) return 'Nothing in this period matches';
  const counts = new Map<Sector, number>();
  for (const story of stories) for (const { id } of story.sectors) counts.set(id, (counts.get(id) ?? 0) + 1);
  const named = [...counts].sort((a, b) => b[1] - a[1]).map(([id, count]) => `${sectors[id].title} ${count}`);
  const total = countOf(stories.length, 'story', 'stories');
  return named.length > 0 ? `${total}. By sector: ${listWithin(named, 200)}` : total;
}

/** Says that stories found no place in the message, '' where all did. */
export function tellRest({ stories }: Digest): string {
  const more = stories.length - maxStories;
  return more > 0 ? `${countOf(more, 'more story is', 'more stories are')} in the digest and not shown here.` : '';
}

/** Which stories the budget held back, '' where it held none. */
export function tellHeld({ held }: Digest): string {
  const cut = held.map((story, i) => (i < namedHeld ? { ...story, title: cleanLine(story.title, 80) } : story));
  return held.length > 0 ? `Held for the next digest: ${listHeld({ held: cut }, namedHeld)}` : '';
}

function stripFullStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}
