import { findNearest } from '../query/spelling.ts';

/**
 * The time zone that a text names, in its usual spelling ("europe/berlin", "America/New York"); `undefined` for what names none.
 */
export function readTimezone(text: string): string | undefined {
  const name = joinWords(text);
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // Europe/Kyiv resolves to the older spelling of it: what was written stays.
    return name.includes('/') && timeZone.toLowerCase() !== name.toLowerCase() ? name : timeZone;
  } catch {
    return undefined;
  }
}

/** Newer spellings of cities are known though the list of zones leaves them out. */
const areas = ['Europe', 'America', 'Asia', 'Africa', 'Australia', 'Pacific', 'Atlantic', 'Indian'] as const;

/** The time zone that a person most likely meant, by its name or by its city; `undefined` where none is near. */
export function suggestTimezone(text: string): string | undefined {
  const city = joinWords(text);
  const known = areas.map((area) => readTimezone(`${area}/${city}`)).find((zone) => zone !== undefined);
  if (known) return known;
  const zones = Intl.supportedValuesOf('timeZone');
  const byCity = new Map(zones.map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]));
  const near = findNearest(city, [...byCity.keys(), ...zones]);
  return near && (byCity.get(near) ?? near);
}

function joinWords(text: string): string {
  return text.trim().replace(/\s+/g, '_');
}
