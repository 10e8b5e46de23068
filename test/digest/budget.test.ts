import { describe, expect, it } from 'vitest';
import { countLeft } from '../../lib/digest/budget.ts';

const at = (time: string) => new Date(time);
const left = (timezone: string, now: string, ...sent: string[]): number =>
  countLeft({ budget: 3, timezone }, sent.map(at), at(now));

describe('the messages of a day', () => {
  it('are all left where none was sent', () => {
    expect(left('UTC', '2024-07-19T12:00:00Z')).toBe(3);
  });

  it('are spent one by one, and never fewer than none are left', () => {
    const sent = ['00:00', '03:00', '06:00', '09:00'].map((time) => `2024-07-19T${time}:00Z`);
    expect(sent.map((_, i) => left('UTC', '2024-07-19T12:00:00Z', ...sent.slice(0, i + 1)))).toEqual([2, 1, 0, 0]);
  });

  it('do not count for another day', () => {
    expect(left('UTC', '2024-07-20T00:00:00Z', '2024-07-19T23:59:59Z', '2024-07-18T12:00:00Z')).toBe(3);
  });

  it.each([
    // 23:30 on the 19th in Auckland, and half an hour later on the 20th.
    ['Pacific/Auckland', '2024-07-19T11:45:00Z', '2024-07-19T11:30:00Z', 2],
    ['Pacific/Auckland', '2024-07-19T12:00:00Z', '2024-07-19T11:30:00Z', 3],
    ['America/Los_Angeles', '2024-07-20T06:30:00Z', '2024-07-19T08:00:00Z', 2],
    // The day on which Berlin puts the clocks back has 25 hours.
    ['Europe/Berlin', '2024-10-27T22:59:00Z', '2024-10-26T22:01:00Z', 2],
  ])('go by the clock of the channel: in %s at %s, after one at %s', (timezone, now, sent, count) => {
    expect(left(timezone, now, sent)).toBe(count);
  });
});
