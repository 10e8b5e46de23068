import type { IncomingHttpHeaders } from 'node:http';

/** Headers that a wall sends only with its own page, whatever the status: a challenge may well come as 200 or 202. */
const challenges: readonly { by: string; header: string; value: RegExp }[] = [
  { by: 'Cloudflare', header: 'cf-mitigated', value: /./ },
  { by: 'AWS WAF', header: 'x-amzn-waf-action', value: /^(?:challenge|captcha|block)/i },
];

/** Headers that a vendor puts on every answer that passes through it: a wall only where the status is a refusal. */
const passages: readonly { by: string; header: string; value: RegExp; statuses: readonly number[] }[] = [
  { by: 'Cloudflare', header: 'server', value: /^cloudflare/i, statuses: [403] },
  { by: 'DataDome', header: 'x-datadome', value: /./, statuses: [403, 429, 503] },
  { by: 'Sucuri', header: 'x-sucuri-id', value: /./, statuses: [403, 429, 503] },
  { by: 'Akamai', header: 'server', value: /^akamaighost/i, statuses: [403, 429, 503] },
  { by: 'Imperva', header: 'x-iinfo', value: /./, statuses: [403, 429, 503] },
];

/**
 * The vendor of the bot wall that gave an answer, `undefined` where no wall did. A 429 or 503 that says when to come back is an
 * overloaded server and not a wall, unless the wall's own mark is on it.
 */
export function detectBotWall(status: number, headers: IncomingHttpHeaders): string | undefined {
  const challenge = challenges.find(({ header, value }) => value.test(String(headers[header] ?? '')));
  if (challenge) return challenge.by;
  if (status !== 403 && headers['retry-after'] !== undefined) return undefined;
  return passages.find(
    ({ header, value, statuses }) => statuses.includes(status) && value.test(String(headers[header] ?? '')),
  )?.by;
}
