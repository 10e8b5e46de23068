import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillDate,
  minutesToMorning,
  nameDay,
  nameHour,
  nameMoment,
} from '../../../../lib/slack/playground/page/times.ts';

const time = new Date('2024-07-22T06:05:09Z');

describe('times on the page', () => {
  it("are told in the reader's time zone", () => {
    expect(nameHour(time, 'Europe/London')).toBe('07:05');
    expect(nameDay(time, 'America/Los_Angeles')).toBe('Sunday 21 July 2024');
    expect(nameMoment(time, 'Asia/Tokyo')).toBe('Mon 22 Jul 2024, 15:05');
  });

  it("fill the tokens of Slack's dates and leave others", () => {
    expect(fillDate(time.getTime() / 1000, '{date_short} at {time_secs} {moon}', 'UTC')).toBe(
      '22 Jul 2024 at 06:05:09 {moon}',
    );
  });

  it.each([
    ['2024-07-22T06:10:00Z', 'Europe/London', 24 * 60 + 110],
    ['2024-07-22T03:00:00Z', 'Europe/London', 24 * 60 + 5 * 60],
    ['2024-07-22T02:59:00Z', 'Europe/London', 5 * 60 + 1],
    ['2024-07-22T08:00:00Z', 'Europe/London', 24 * 60],
    ['2024-07-22T08:00:30Z', 'Europe/London', 24 * 60],
    ['2024-07-22T08:01:00Z', 'Europe/London', 24 * 60 - 1],
    // The clocks go forward, then back.
    ['2024-03-30T20:00:00Z', 'Europe/London', 12 * 60],
    ['2024-10-26T20:00:00Z', 'Europe/London', 13 * 60],
  ])('count from %s in %s the minutes till morning: %d', (now, zone, minutes) => {
    expect(minutesToMorning(new Date(now), zone)).toBe(minutes);
  });

  it('always lead to nine o’clock', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Asia/Kolkata',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'America/New_York',
    );
    const moments = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2025, 0) }).map((at) => at - (at % 60_000));
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const minutes = minutesToMorning(new Date(at), zone);
        expect(minutes).toBeGreaterThan(0);
        expect(nameHour(at + minutes * 60_000, zone)).toBe('09:00');
      }),
    );
  });
});
