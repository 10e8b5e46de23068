import type { DigestStory } from '../digest/digest.ts';
import { viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { divideRoom } from './divide-room.ts';
import { cutEscaped, escapeSlack } from './escape.ts';
import { countOf, listSidePublishers, nameTitle } from './words.ts';

/** Characters of the parts of a story, though there be room for more. */
const maxPart = { title: 200, why: 240, changed: 160, sides: 260 };

/** How texts are measured and cut where they go. */
interface Cutting {
  measure(text: string): number;
  cut(text: string, limit: number): string;
}

/** Of text that goes where it has to be escaped. */
export const escapedCutting: Cutting = { measure: (text) => escapeSlack(text).length, cut: cutEscaped };
/** Of text that is shown as it is. */
export const plainCutting: Cutting = { measure: (text) => text.length, cut: truncate };

type StoryParts = Record<'title' | 'why' | 'changed' | 'sides' | 'summary', string>;

function listParts(story: DigestStory, separator: string): StoryParts {
  return {
    title: truncate(nameTitle(story), maxPart.title),
    why: truncate(story.why, maxPart.why),
    changed: truncate(story.changed ?? '', maxPart.changed),
    sides: tellSides(story, separator, maxPart.sides),
    summary: story.summary,
  };
}

/** What the parts of a story need to be told whole. */
export function measureStory(story: DigestStory, separator: string, { measure }: Cutting): number {
  return Object.values(listParts(story, separator)).reduce((sum, part) => sum + measure(part), 0);
}

/**
 * The parts of a story in a room for all of them: the summary gives way first, and goes where little of it would be left; then the
 * others, and the names of the sides never.
 */
export function fitStory(story: DigestStory, room: number, separator: string, { measure, cut }: Cutting): StoryParts {
  const whole = listParts(story, separator);
  const least = nameSides(story, separator).length;
  const free = Math.max(0, room - least);
  const title = Math.min(measure(whole.title), Math.floor(free / 2));
  const [why = 0, changed = 0, more = 0] = divideRoom(free - title, [
    measure(whole.why),
    measure(whole.changed),
    measure(whole.sides) - least,
  ]);
  const sides = least + more;
  const left = room - title - why - changed - sides;
  return {
    title: cut(whole.title, title),
    why: cut(whole.why, why),
    changed: cut(whole.changed, changed),
    sides: cut(measure(whole.sides) > sides ? tellSides(story, separator, sides, measure) : whole.sides, sides),
    summary: left >= Math.min(60, measure(whole.summary)) ? cut(whole.summary, left) : '',
  };
}

/**
 * Every side of a story, with the first of its voices where `limit` characters hold them, else with how many there are.
 * @param measure characters of a text where it goes
 */
export function tellSides(
  { viewpoints: sides }: Pick<DigestStory, 'viewpoints'>,
  separator: string,
  limit: number,
  measure = plainCutting.measure,
): string {
  const named = sides.map((side) => `${viewpoints[side.id].title}: ${listSidePublishers(side, 2)}`).join(separator);
  if (measure(named) <= limit) return named;
  const counted = sides.map(
    ({ id, publishers }) => `${viewpoints[id].title} (${countOf(publishers.length, 'source')})`,
  );
  const short = counted.join(separator);
  return measure(short) <= limit ? short : nameSides({ viewpoints: sides }, separator);
}

function nameSides({ viewpoints: sides }: Pick<DigestStory, 'viewpoints'>, separator: string): string {
  return sides.map(({ id }) => viewpoints[id].title).join(separator);
}
