/** What a feed and its server asked of whoever polls them, when they last sent a document. */
export interface PollWishes {
  /** Seconds to wait. */
  wait?: number;
  /** Hours of the day (GMT) at which not to come. */
  skipHours?: readonly number[];
  /** Weekdays from Sunday (GMT) on which not to come. */
  skipDays?: readonly number[];
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const hour = 3_600_000;
/** Room for all hours of a day, written with much space. */
const maxList = 4_000;

/**
 * What a document and its headers ask for: the longest of the `ttl` (or the syndication module's period) and `max-age`, and the
 * `skipHours` and `skipDays` of RSS (https://www.rssboard.org/rss-specification). RSS 0.91 counts hours from 1 to 24, later ones from 0
 * to 23: 24 is 0.
 * @param text of the document
 */
export function readPollWishes(
  text: string,
  { ttlMinutes = 0, maxAge = 0 }: { ttlMinutes?: number | undefined; maxAge?: number | undefined },
): PollWishes {
  const wait = Math.max(ttlMinutes * 60, maxAge);
  const skipHours = readList(text, 'skipHours', 'hour', (value) =>
    /^\d{1,2}$/.test(value) && Number(value) <= 24 ? Number(value) % 24 : -1,
  );
  const skipDays = readList(text, 'skipDays', 'day', (value) => weekdays.indexOf(value.toLowerCase()));
  return {
    ...(wait > 0 ? { wait } : {}),
    ...(skipHours.length > 0 ? { skipHours } : {}),
    ...(skipDays.length > 0 ? { skipDays } : {}),
  };
}

function readList(text: string, list: string, element: string, read: (value: string) => number): number[] {
  const start = text.indexOf(`<${list}`);
  if (start < 0) return [];
  const [inside = ''] = text.slice(start, start + maxList).split(`</${list}`, 1);
  const entries = inside.matchAll(new RegExp(`<${element}\\b[^<>]*>\\s*([^<>\\s]+)\\s*</`, 'gi'));
  const values = Array.from(entries, ([, value = '']) => read(value)).filter((value) => value >= 0);
  return [...new Set(values)].sort((a, b) => a - b);
}

/**
 * The first time from `time` on at which a feed lets itself be polled. One that rules out the whole week has it wrong, and is not
 * listened to.
 */
export function findWelcome(time: Date, { skipHours = [], skipDays = [] }: PollWishes): Date {
  let at = time;
  for (let tried = 0; tried < 168; tried++) {
    if (!skipHours.includes(at.getUTCHours()) && !skipDays.includes(at.getUTCDay())) return at;
    at = new Date((Math.floor(at.getTime() / hour) + 1) * hour);
  }
  return time;
}
