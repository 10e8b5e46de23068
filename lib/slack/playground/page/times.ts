/** A message's `ts` in milliseconds. */
export function readTs(ts: string): number {
  return Number(ts) * 1000;
}

function format(time: number | Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(time);
}

/** "08:31". */
export function nameHour(time: number | Date, timeZone: string): string {
  return format(time, timeZone, { hour: '2-digit', minute: '2-digit' });
}

/** "Monday 22 July 2024". */
export function nameDay(time: number | Date, timeZone: string): string {
  return format(time, timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).replace(',', '');
}

/** "Mon 22 Jul 2024, 08:31". */
export function nameMoment(time: number | Date, timeZone: string): string {
  const day = format(time, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${day.replace(',', '')}, ${nameHour(time, timeZone)}`;
}

const morning = 9 * 60;
const daybreak = 4 * 60;

/** Minutes until nine o'clock, when most digests are sent, of the morning that follows the next night. */
export function minutesToMorning(now: Date, timeZone: string): number {
  const minute = 60_000;
  const start = Math.floor(now.getTime() / minute) * minute;
  const local = (time: number): number => {
    const [hour = 0, minutes = 0] = nameHour(time, timeZone).split(':').map(Number);
    return hour * 60 + minutes;
  };
  const isMorning = local(start) >= daybreak && local(start) <= morning;
  const ahead = morning - local(start) + (isMorning || local(start) > morning ? 24 * 60 : 0);
  // A change of the clocks in between shifts the guess by what it changed.
  const missed = morning - local(start + ahead * minute);
  return ahead + (Math.abs(missed) < 12 * 60 ? missed : 0);
}

const dateTokens: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  day_divider_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

/**
 * A date as Slack shows it to its reader, in the reader's time zone; unknown tokens stay as they are.
 * https://docs.slack.dev/messaging/formatting-message-text ("Date formatting")
 * @param seconds since 1970
 */
export function fillDate(seconds: number, pattern: string, timeZone: string): string {
  return pattern.replace(/\{(\w+)\}/g, (token, name: string) => {
    const options = dateTokens[name];
    return options ? format(seconds * 1000, timeZone, options) : token;
  });
}
