/** Hours east of Greenwich. RFC 822 fixes the American names; the rest are what publishers write, by their usual reading. */
const zones: Readonly<Record<string, number>> = {
  hst: -10,
  akst: -9,
  akdt: -8,
  pst: -8,
  pdt: -7,
  mst: -7,
  mdt: -6,
  cst: -6,
  cdt: -5,
  est: -5,
  edt: -4,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
  brt: -3,
  art: -3,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  cest: 2,
  mest: 2,
  eet: 2,
  sast: 2,
  eest: 3,
  msk: 3,
  eat: 3,
  gst: 4,
  pkt: 5,
  ist: 5.5,
  wib: 7,
  sgt: 8,
  hkt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  aest: 10,
  acdt: 10.5,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
};

/** First letters of month names, accents folded: English, and those of Romance and Germanic languages that differ. */
const months: readonly RegExp[] = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|fev)/,
  /^(?:mar|mrz|mrt|maa)/,
  /^(?:apr|abr|avr)/,
  /^(?:may|mai|mag|mei)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|ago|aou)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|out|ott)/,
  /^nov/,
  /^(?:dec|dez|dic)/,
];

const time = String.raw`(?:[t,\s]+(?:at\s+)?(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*([ap]\.?m\.?)?)?`;
const zone = String.raw`\s*((?:[a-z]{1,5})?\s*(?:[+-]\s?\d{1,2}(?::?\d{2})?)?)`;
const weekday = String.raw`(?:\p{L}+(?:[.,]+\s*|\s+))?`;

/** ISO 8601 and RFC 3339, with the liberties that are taken with them. */
const isoDate = new RegExp(String.raw`^(\d{4})[-/]?(\d{1,2})(?:[-/]?(\d{1,2}))?${time}${zone}$`, 'u');
/** RFC 822, 1123, 2822: 19 Jul 2024 04:09:00 +0000. */
const mailDate = new RegExp(
  String.raw`^${weekday}(\d{1,2})(?:st|nd|rd|th)?[-\s.]+(\p{L}{3,})\.?[-\s,]+(\d{4}|\d{2})${time}${zone}$`,
  'u',
);
/** July 19, 2024 4:09 am EDT. */
const monthFirstDate = new RegExp(
  String.raw`^${weekday}(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${time}${zone}$`,
  'u',
);
/** C's asctime: Fri Jul 19 04:09:00 2024. */
const clockFirstDate = /^(?:\p{L}+\s+)?(\p{L}{3,})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s*([a-z]{0,5})\s+(\d{4})$/u;

/**
 * Reads a date as feeds write them: RFC 822 with zone names, ISO 8601, seconds or milliseconds since 1970, and common slips.
 * What names no zone, or one that nobody knows, is taken as UTC (RFC 5322, 4.3). A year before 1970 is a program's default value.
 * @returns `undefined` where the text is no date
 */
export function parseDate(text: string): Date | undefined {
  if (text.length > 100) return undefined;
  if (/^\s*\d{10}(?:\d{3})?\s*$/.test(text)) return new Date(Number(text) * (text.trim().length === 10 ? 1000 : 1));
  const folded = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const iso = isoDate.exec(folded);
  if (iso) return build([iso[1], iso[2], iso[3] ?? '1', ...iso.slice(4)]);
  const mail = mailDate.exec(folded);
  if (mail) return build([mail[3], findMonth(mail[2]), mail[1], ...mail.slice(4)]);
  const monthFirst = monthFirstDate.exec(folded);
  if (monthFirst) return build([monthFirst[3], findMonth(monthFirst[1]), monthFirst[2], ...monthFirst.slice(4)]);
  const clockFirst = clockFirstDate.exec(folded);
  if (!clockFirst) return undefined;
  const [, month, day, hour, minute, second, zoneName, year] = clockFirst;
  return build([year, findMonth(month), day, hour, minute, second, undefined, zoneName]);
}

function findMonth(name = ''): string {
  return String(months.findIndex((month) => month.test(name)) + 1);
}

/** @param parts year, month, day, hour, minute, second, am or pm, zone */
function build(parts: readonly (string | undefined)[]): Date | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(0, 6)
    .map((part) => Number(part ?? 0));
  const half = parts[6]?.[0];
  if ((half && (hour < 1 || hour > 12)) || hour > 24 || minute > 59 || second > 60) return undefined;
  const fullYear = (parts[0]?.length ?? 0) > 2 ? year : year + (year < 50 ? 2000 : 1900);
  const midnight = new Date(Date.UTC(fullYear, month - 1, day));
  if (fullYear < 1970 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const hours = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour;
  return new Date(midnight.getTime() + ((hours * 60 + minute) * 60 + second) * 1000 - readOffset(parts[7] ?? ''));
}

/** Milliseconds east of Greenwich. */
function readOffset(text: string): number {
  const numeric = /([+-])\s?(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!numeric) return (zones[text.trim()] ?? 0) * 3_600_000;
  const [, sign, hours, minutes] = numeric;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
