import { type DateParts, readLooseDate } from './loose-dates.ts';
import { findMonth } from './month-names.ts';
import { readOffset } from './time-zones.ts';

const day = 86_400_000;

const time = String.raw`(?:[t,\s]+(?:at\s+)?(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*([ap]\.?m\.?)?)?`;
const zone = String.raw`\s*((?:[a-z]{1,5}(?:/[a-z]{1,5})?)?\s*(?:[+-]\s?\d{1,2}(?::?\d{2})?)?)`;

/** ISO 8601 and RFC 3339, with the liberties that are taken with them. */
const isoDate = new RegExp(String.raw`^(\d{4})(?:[-/]?(\d{1,2})(?:[-/]?(\d{1,2}))?)?${time}${zone}$`);
/** Its dates by week and day of the week, and by day of the year. */
const isoWeek = new RegExp(String.raw`^(\d{4})-?w(\d{2})(?:-?([1-7]))?${time}${zone}$`);
const isoOrdinal = new RegExp(String.raw`^(\d{4})-?(\d{3})${time}${zone}$`);
/** RFC 822, 1123, 2822: 19 Jul 2024 04:09:00 +0000. */
const mailDate = new RegExp(
  String.raw`^(?:[a-z]+[.,]*\s*)?(\d{1,2})(?:st|nd|rd|th)?[-\s.]+([a-z]{3,})\.?[-\s,]+(\d{4}|\d{2})${time}${zone}$`,
);

/**
 * Reads a date as feeds write them: RFC 822 with zone names, ISO 8601 with weeks and ordinals, asctime, what databases print, seconds or
 * milliseconds since 1970, and what is written for people in the languages of the news.
 * What names no zone, or one that nobody knows, is taken as UTC (RFC 5322, 4.3). A year before 1970 is a program's default value.
 * @returns `undefined` where the text is no date
 */
export function parseDate(text: string): Date | undefined {
  if (text.length > 100) return undefined;
  const plain = text
    .toLowerCase()
    .replace(/\([^()]*\)$/, '')
    .trim();
  if (!plain) return undefined;
  if (/^\d{9,10}(?:\.\d+)?$/.test(plain)) return new Date(Math.round(Number(plain) * 1000));
  if (/^\d{12,13}$/.test(plain)) return new Date(Number(plain));
  const mail = mailDate.exec(plain);
  const month = mail ? findMonth(mail[2] ?? '') : 0;
  if (mail && month) return build(nameParts(mail[3], month, mail[1], mail.slice(4)));
  const ordinal = isoOrdinal.exec(plain);
  if (ordinal) return addDays(build(nameParts(ordinal[1], 1, '1', ordinal.slice(3))), Number(ordinal[2]) - 1);
  const iso = isoDate.exec(plain);
  if (iso) return build(nameParts(iso[1], Number(iso[2] ?? 1), iso[3], iso.slice(4)));
  const week = isoWeek.exec(plain);
  if (week) return buildWeek(week);
  const loose = readLooseDate(text);
  return loose && build(loose);
}

/** @param rest hour, minute, second, am or pm, zone */
function nameParts(year = '', month: number, dayOfMonth = '1', rest: readonly (string | undefined)[]): DateParts {
  const [hour, minute, second, half, zone] = rest;
  return { year, month, day: Number(dayOfMonth), hour, minute, second, half, zone };
}

/** The week of a year that holds its fourth of January is its first. */
function buildWeek([, year, week, weekday = '1', ...rest]: readonly (string | undefined)[]): Date | undefined {
  const fourth = build(nameParts(year, 1, '4', rest));
  if (!fourth) return undefined;
  const monday = 1 - (new Date(Date.UTC(Number(year), 0, 4)).getUTCDay() || 7);
  return addDays(fourth, monday + 7 * (Number(week) - 1) + Number(weekday) - 1);
}

function addDays(date: Date | undefined, days: number): Date | undefined {
  return date && days >= 0 && days < 372 ? new Date(date.getTime() + days * day) : undefined;
}

function build({ year, month, day, hour, minute, second, half, zone }: DateParts): Date | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = [hour, minute, second].map((part) => Number(part ?? 0));
  if ((half && (hours < 1 || hours > 12)) || hours > 24 || minutes > 59 || seconds > 60) return undefined;
  const fullYear = Number(year) + (year.length > 2 ? 0 : Number(year) < 50 ? 2000 : 1900);
  const midnight = new Date(Date.UTC(fullYear, month - 1, day));
  if (fullYear < 1970 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const fullHours = half ? (hours % 12) + (half.startsWith('p') ? 12 : 0) : hours;
  const local = midnight.getTime() + ((fullHours * 60 + minutes) * 60 + seconds) * 1000;
  return new Date(local - readOffset(zone ?? ''));
}
