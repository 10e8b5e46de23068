const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A span such as `90m`, `24h`, `7d` or `2w` in milliseconds, `undefined` for anything else and for nothing at all (`0d`).
 */
export function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,4})([mhdw])$/.exec(text.trim().toLowerCase());
  const span = match ? Number(match[1]) * (units[match[2] ?? ''] ?? 0) : 0;
  return span > 0 ? span : undefined;
}

const isoTime = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A time in ISO 8601 (a date alone means its first moment in UTC, a time without zone is UTC), or a span back from `now`;
 * `undefined` where it is neither, or names a day that its month does not have.
 */
export function parseTime(text: string, now: Date): Date | undefined {
  const span = parseSpan(text);
  if (span !== undefined) return new Date(now.getTime() - span);
  const [iso, date, zone] = isoTime.exec(text.trim()) ?? [];
  if (!iso || !date) return undefined;
  // Date makes 1 March of 30 February.
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined;
  const time = new Date(iso === date || zone ? iso.replace(' ', 'T') : `${iso.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
