import { isQuery, parseQuery } from '../query/parse.ts';
import type { Misunderstood } from '../query/query.ts';
import { findNearest } from '../query/spelling.ts';
import { type Cadence, cadences, type Subscription } from './subscription.ts';
import { readTimezone, suggestTimezone } from './timezone.ts';

/** What a line such as "topic:outage daily 08:30 Europe/Berlin" asks for. */
export type SubscribeLine = Pick<Subscription, 'query' | 'cadence' | 'at' | 'timezone'>;

export const exampleLine = 'topic:outage sector:aviation daily 08:30 Europe/Berlin';

/** When a digest comes of which nobody said when: before most people start to work; every hour, on the hour. */
export function defaultTimeOf(cadence: Cadence): string {
  return cadence === 'hourly' ? '00:00' : '08:30';
}

/** A cadence, a time of day, and a time zone of at most three words ("America/Port of Spain"). */
const longestTail = 5;
const quote = /["“”„‟«»＂]/;

/**
 * Reads a subscription in one line: a query, how often, then a time of day and a time zone in any order, both of which may be left out.
 * Never throws.
 * @param defaults the time zone of who asks
 * @returns what was not understood: the part, and what it should be where that can be told
 */
export function parseSubscribeLine(text: string, defaults: { timezone: string }): SubscribeLine | Misunderstood {
  // "8 pm" is one word.
  const words = text.match(/\d\S*\s+[ap]m(?!\S)|\S+/gi) ?? [];
  // What stands in quotation marks belongs to the query.
  const tailStart = Math.max(words.findLastIndex((word) => quote.test(word)) + 1, words.length - longestTail);
  const cadenceIndex = words.findLastIndex((word, i) => i >= tailStart && readCadence(word) !== undefined);
  const cadence = readCadence(words[cadenceIndex] ?? '');
  if (!cadence) return missCadence(words, tailStart);

  const tail = words.slice(cadenceIndex + 1);
  const timeIndex = tail.findIndex((word) => /^\d/.test(word));
  const timeWord = tail[timeIndex];
  const at = timeWord === undefined ? defaultTimeOf(cadence) : readTime(timeWord);
  if (at === undefined) return missTime(timeWord ?? '');

  const zoneWords = tail.filter((_, i) => i !== timeIndex).join(' ');
  const timezone = zoneWords ? readTimezone(zoneWords) : defaults.timezone;
  if (timezone === undefined) return misunderstand(zoneWords, 'there is no such time zone', suggestTimezone(zoneWords));

  const query = words.slice(0, cadenceIndex).join(' ');
  const parsed = parseQuery(query);
  return isQuery(parsed) ? { query, cadence, at, timezone } : parsed;
}

/** Says whether a line was understood. */
export function isSubscribeLine(result: SubscribeLine | Misunderstood): result is SubscribeLine {
  return !('kind' in result);
}

function readCadence(word: string): Cadence | undefined {
  return cadences.find((cadence) => cadence === word.toLowerCase());
}

/** A word that looks like a cadence is one that was misspelt; else one is missing, before the time if there is any. */
function missCadence(words: readonly string[], tailStart: number): Misunderstood {
  const tail = words.slice(tailStart);
  const wrong = tail.findLast((word) => findNearest(word, cadences));
  const choice = `it must say how often: ${cadences.join(', ')}`;
  if (wrong) return misunderstand(wrong, choice, findNearest(wrong, cadences));
  const time = words.findIndex((word, i) => i >= tailStart && /^\d{1,2}[:.]\d{2}$/.test(word));
  const meant =
    time < 0 ? [...words, 'daily', defaultTimeOf('daily')] : [...words.slice(0, time), 'daily', ...words.slice(time)];
  return misunderstand(words.join(' '), choice, meant.join(' '));
}

/** "08:30" and "8:30"; other forms could be a figure of the query. */
function readTime(word: string): string | undefined {
  const [, hour = '', minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(word) ?? [];
  return minutes !== undefined && Number(hour) < 24 ? `${hour.padStart(2, '0')}:${minutes}` : undefined;
}

/** "8.30", "8h30", "0830", "8pm" and "25:00" can be guessed at. */
function missTime(word: string): Misunderstood {
  const why = 'a time of day has the form 08:30, up to 23:59';
  const guess = /^(\d{1,2})(?:[:.h]?(\d{2}))?h?\s*([ap]m)?$/i.exec(word);
  if (!guess) return misunderstand(word, why, undefined);
  const [, hour = '', minutes = '00', half] = guess;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Math.min(Number(hour), 23);
  const at = [hours, Math.min(Number(minutes), 59)].map((part) => String(part).padStart(2, '0')).join(':');
  return misunderstand(word, why, at);
}

function misunderstand(part: string, why: string, nearest: string | undefined): Misunderstood {
  return { kind: 'misunderstood', part, why, ...(nearest ? { nearest } : {}) };
}
