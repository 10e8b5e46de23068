import { findMonth, foldLetters } from './month-names.ts';
import { isZone } from './time-zones.ts';

/** The parts of a date as they were written. */
export interface DateParts {
  year: string;
  month: number;
  day: number;
  hour?: string | undefined;
  minute?: string | undefined;
  second?: string | undefined;
  half?: string | undefined;
  zone?: string | undefined;
}

const clock =
  /(?:(am|pm)\s*)?(?<!\d)(\d{1,2})\s?[:h]\s?(\d{1,2})(?:\s?[:m]\s?(\d{1,2})(?:[.,]\d+)?)?\s?s?(?:\s*([ap])\.?\s?m\b\.?)?/;
const hourAlone = /(?<!\d)(\d{1,2})\s*([ap])\.?\s?m\b\.?/;
const zone = /^[\s(]*([a-z]{1,5}(?![a-z]))?\s?([+-]\s?\d{1,2}(?::?\d{2})?(?!\d))?\)?/;

/** What the languages of East Asia write between the numbers, and Vietnamese before the month. */
const spelled: readonly (readonly [RegExp, string])[] = [
  [/上午|午前|오전|凌晨|早上/g, ' am '],
  [/下午|午後|오후|晚上|中午/g, ' pm '],
  [/\s*[年년]\s*(?=\d)/g, '-'],
  [/\s*[月월]\s*(?=\d)/g, '-'],
  [/[日일号號]/g, ' '],
  [/\s*[時时点點시]\s*(?=\d)/g, ':'],
  [/\s*[分분]\s*(?=\d)/g, ':'],
  [/(?<=\d)\s*(?:thang|thg)\s*(\d{1,2})[,\s]*(?:nam\s*)?(?=\d)/g, '-$1-'],
];

/**
 * Reads a date that follows no standard: month names of many languages before or after the day, numbers in any customary order, the
 * clock anywhere. Of two numbers that could both be a month, the first is the day, but where slashes and no other sign part them.
 * @returns `undefined` where the text names no day, or more than one
 */
export function readLooseDate(text: string): DateParts | undefined {
  const plain = spelled.reduce((rest, [sign, meaning]) => rest.replace(sign, meaning), foldLetters(text));
  const time = clock.exec(plain) ?? hourAlone.exec(plain);
  const before = time ? plain.slice(0, time.index) : plain;
  const after = time ? plain.slice(time.index + time[0].length) : '';
  const [zoneText = '', name = '', offset = ''] = zone.exec(after) ?? [];
  const isNamed = isZone(name);
  const rest = isNamed || offset ? after.slice(zoneText.length) : after;
  const day = findDay(`${before} ${rest}`);
  if (!day || !time) return day;
  const [, early, hour, minute, second, late] =
    time.length > 3 ? time : [time[0], undefined, time[1], '0', '0', time[2]];
  return { ...day, hour, minute, second, half: early ?? late, zone: offset || (isNamed ? name : '') };
}

function findDay(text: string): DateParts | undefined {
  const tokens = text.match(/\d+|\p{L}+/gu) ?? [];
  const isNumber = (token: string | undefined): boolean => token !== undefined && /^\d/.test(token);
  const numbers = tokens.filter(isNumber);
  const named = tokens
    .map((token, i) => ({ month: isNumber(token) ? 0 : findMonth(token), i }))
    .filter((one) => one.month);
  // Weekdays begin as months do ("mar., 16 juil."): what follows a number is one.
  const month = (named.find(({ i }) => tokens.slice(0, i).some(isNumber)) ?? named.at(-1))?.month;
  return month ? placeNumbers(numbers, month) : orderNumbers(numbers, text);
}

/** A day and a year beside the name of a month. */
function placeNumbers(numbers: readonly string[], month: number): DateParts | undefined {
  const [one, other, more] = numbers;
  if (one === undefined || more !== undefined) return undefined;
  if (other === undefined) return one.length === 4 ? { year: one, month, day: 1 } : undefined;
  return one.length === 4 ? { year: one, month, day: Number(other) } : { year: other, month, day: Number(one) };
}

/** Three numbers: the year first or last. */
function orderNumbers(numbers: readonly string[], text: string): DateParts | undefined {
  const [one, two, three, more] = numbers;
  if (one === undefined || two === undefined || three === undefined || more !== undefined) return undefined;
  if (one.length === 4) return { year: one, month: Number(two), day: Number(three) };
  // ISO 8601 with a short year.
  if (/^\s*\d\d-\d\d-\d\d(?!\d)/.test(text)) return { year: one, month: Number(two), day: Number(three) };
  const isMonthFirst = Number(two) > 12 || (Number(one) <= 12 && /\d\s*\/\s*\d/.test(text));
  const [month, day] = isMonthFirst ? [one, two] : [two, one];
  return { year: three, month: Number(month), day: Number(day) };
}
