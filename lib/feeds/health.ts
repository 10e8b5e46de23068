import { findSilence, learnArrival, type Rhythm } from './rhythm.ts';

/**
 * How a feed fares:
 * - `ok`: it answers, and is not quiet for longer than it is used to be; a poll or two that fail change nothing.
 * - `silent`: it answers, but has brought nothing new for far longer than its rhythm. The server itself says that nothing has changed
 *   (304), or the document goes on changing without anything new in it.
 * - `frozen`: likewise, but every answer since the last news was the whole document, the same to the byte: nobody vouches that there is
 *   nothing new, and a copy that is not renewed looks just so.
 * - `empty`: a valid document without a single item, where there were some.
 * - `blocked`: a bot wall answers in its place.
 * - `failing`: it has not answered, or with nothing that is a feed, for a day.
 * - `gone`: 410, the publisher took it away.
 * What is silent, frozen or empty stays so until something new comes.
 */
export const feedStates = ['ok', 'silent', 'frozen', 'empty', 'blocked', 'failing', 'gone'] as const;
export type FeedState = (typeof feedStates)[number];

/** The state of a feed, and what of its last answers is kept to tell it by. */
export interface FeedHealth {
  state: FeedState;
  /** When that was noticed. */
  changedAt: Date;
  /** The state before. */
  before?: { state: FeedState; changedAt: Date };
  /** The first of the failed polls in a row. */
  failingAt?: Date;
  /** The vendor of the bot wall that answered last. */
  wall?: string;
  /** The first of the documents in a row that had no items. */
  emptyAt?: Date;
  /** Hours of the longest time that it had no items and came back by itself. */
  longestEmpty?: number;
  /** A hash of the last document. */
  print?: string;
  /** Since when every answer has been that document, whole. */
  sameAt?: Date;
}

/** What one poll saw. */
export type Sighting =
  /** `isNew`: it has what the last document had not. */
  | { kind: 'fetched'; items: number; isNew: boolean; print: string }
  | { kind: 'unchanged' }
  | { kind: 'gone' }
  | { kind: 'blocked'; by: string }
  | { kind: 'failed' };

/** What of a feed its health is told by. */
interface Watched {
  kind: 'news' | 'status';
  failures: number;
  rhythm?: Rhythm;
  health?: FeedHealth;
}

const hour = 3_600_000;
const minFailures = 3;
const failingAfter = 24 * hour;
/** A wall seldom goes away by itself, but a challenge may. */
const blockedAfter = 6 * hour;
const emptyAfter = 12 * hour;

/**
 * The health of a feed after a poll.
 * @param feed with the failed polls in a row counted, this one included, and the rhythm that it has learned from this one
 */
export function judgeHealth(feed: Watched, sighting: Sighting, now: Date): FeedHealth {
  const seen = noteSighting(feed.health, sighting, now);
  const state = findState({ ...feed, health: seen }, sighting, now);
  if (state === seen.state) return seen;
  const { state: was, changedAt } = seen;
  return { ...seen, state, changedAt: now, before: { state: was, changedAt } };
}

function noteSighting(health: FeedHealth | undefined, sighting: Sighting, now: Date): FeedHealth {
  const { failingAt = now, wall: _wall, ...before } = health ?? { state: 'ok', changedAt: now };
  switch (sighting.kind) {
    case 'fetched':
      return notePrint(noteItems(before, sighting.items, now), sighting, now);
    case 'unchanged': {
      const { sameAt: _sameAt, ...rest } = before;
      return rest;
    }
    case 'blocked':
      return { ...before, failingAt, wall: sighting.by };
    default:
      return { ...before, failingAt };
  }
}

function noteItems(health: FeedHealth, items: number, now: Date): FeedHealth {
  if (items === 0) return { ...health, emptyAt: health.emptyAt ?? now };
  const { emptyAt, ...rest } = health;
  if (!emptyAt) return rest;
  const hours = (now.getTime() - emptyAt.getTime()) / hour;
  return { ...rest, longestEmpty: Math.ceil(Math.max(hours, rest.longestEmpty ?? 0)) };
}

function notePrint(health: FeedHealth, { print }: { print: string }, now: Date): FeedHealth {
  if (health.print !== print) return { ...health, print, sameAt: now };
  // Without `sameAt`, a 304 came between.
  return health;
}

function findState(
  { failures, kind, rhythm, health }: Watched & { health: FeedHealth },
  sighting: Sighting,
  now: Date,
): FeedState {
  const { state } = health;
  if (sighting.kind === 'gone') return 'gone';
  if (sighting.kind === 'blocked' || sighting.kind === 'failed') {
    const lasted = now.getTime() - (health.failingAt ?? now).getTime();
    if (failures < minFailures) return state;
    if (health.wall) return lasted >= blockedAfter ? 'blocked' : state;
    return lasted >= failingAfter ? 'failing' : state;
  }
  if (sighting.kind === 'fetched' && sighting.isNew) return 'ok';
  const silentAt = rhythm && findSilence(rhythm);
  const isQuiet = silentAt !== undefined && silentAt <= now;
  if (rhythm && health.emptyAt && isEmptyForLong(health, now) && (kind === 'news' || isQuiet)) return 'empty';
  if (state === 'silent' || state === 'frozen' || (state === 'empty' && health.emptyAt)) return state;
  if (!isQuiet) return 'ok';
  return rhythm && health.sameAt && health.sameAt <= rhythm.lastAt ? 'frozen' : 'silent';
}

/** Lists of what is open now are empty from time to time; what was so before and came back is its way. */
function isEmptyForLong({ emptyAt, longestEmpty = 0 }: FeedHealth, now: Date): boolean {
  return emptyAt !== undefined && now.getTime() - emptyAt.getTime() >= Math.max(emptyAfter, 1.5 * longestEmpty * hour);
}

/**
 * The rhythm of a feed after a poll that brought something new. The first poll learns from the times at which the items say that they
 * were published: most documents hold some of the feed's past.
 * @param feed as it was before the poll
 * @param dates of the items, in any order
 */
export function learnRhythm(
  { rhythm, failures, lastSuccessAt }: { rhythm?: Rhythm; failures: number; lastSuccessAt?: Date },
  dates: readonly Date[],
  now: Date,
): Rhythm {
  if (rhythm) return learnArrival(rhythm, now, failures === 0 && isReadWithinDay(lastSuccessAt, now));
  let learned: Rhythm | undefined;
  const past = dates.filter((date) => date <= now).sort((a, b) => a.getTime() - b.getTime());
  for (const date of past.length > 0 ? past : [now]) learned = learnArrival(learned, date);
  return learned ?? learnArrival(undefined, now);
}

/** No feed rests longer between polls, so that something else kept us from reading it. */
function isReadWithinDay(lastSuccessAt: Date | undefined, now: Date): boolean {
  return lastSuccessAt !== undefined && now.getTime() - lastSuccessAt.getTime() <= 25 * hour;
}
