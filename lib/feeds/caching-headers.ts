/**
 * Seconds that a `Retry-After` asks to wait (RFC 9110, 10.2.3), `undefined` where it is missing or makes no sense.
 * @param date the server's own `Date` header: a date is measured against it, so that a wrong clock on either side does no harm
 */
export function parseRetryAfter(value: string, date: string): number | undefined {
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(date);
  const seconds = Math.ceil((until - (Number.isNaN(sent) ? Date.now() : sent)) / 1000);
  return Math.max(0, seconds);
}

/**
 * Seconds that `Cache-Control: max-age` grants (RFC 9111, 5.2.2.1), `undefined` where it grants none.
 */
export function parseMaxAge(cacheControl: string): number | undefined {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})\b/i.exec(cacheControl)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
