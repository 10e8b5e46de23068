import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleAfterFailure, scheduleAfterSuccess, scheduleAfterUnchanged } from '../../lib/feeds/schedule.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';

const hour = 60;
const day = 24 * hour;
const minutesUntil = (time: Date) => (time.getTime() - morning.getTime()) / 60_000;
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

describe('after a success, a feed is polled', () => {
  it.each([
    ['half an hour on, where nothing is asked', {}, 30],
    ['half an hour on, where less is asked', { ttlMinutes: 5, maxAge: 60 }, 30],
    ['when its own ttl is over', { ttlMinutes: 120 }, 120],
    ['when the max-age of its server is over', { maxAge: 5400 }, 90],
    ['when the longer of both is over', { ttlMinutes: 60, maxAge: 7200 }, 120],
    ['a day on, where a week is asked', { ttlMinutes: 7 * day }, day],
    ['a day on, where the end of time is asked', { maxAge: 999_999_999 }, day],
    ['half an hour on, where the past is asked', { ttlMinutes: -60, maxAge: -1 }, 30],
  ])('%s', (_, hints, minutes) => {
    expect(minutesUntil(scheduleAfterSuccess(morning, hints))).toBe(minutes);
  });

  it('within half an hour and a day, whatever is asked', () => {
    const hint = fc.option(fc.double({ noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(instant, hint, hint, (now, ttlMinutes, maxAge) => {
        const wait = scheduleAfterSuccess(now, { ttlMinutes, maxAge }).getTime() - now.getTime();
        expect(wait).toBeGreaterThanOrEqual(30 * 60_000);
        expect(wait).toBeLessThanOrEqual(day * 60_000);
      }),
    );
  });
});

describe('after an answer that it has not changed, a feed is polled', () => {
  it.each([
    [
      'as long on as it asked for last time',
      { failures: 0, lastSuccessAt: minutesLater(-120), nextPollAt: morning },
      120,
    ],
    ['half an hour on, where it never succeeded', { failures: 0, nextPollAt: morning }, 30],
    [
      'half an hour on, where its last poll failed',
      { failures: 2, lastSuccessAt: minutesLater(-600), nextPollAt: morning },
      30,
    ],
    ['a day on at most', { failures: 0, lastSuccessAt: minutesLater(-9000), nextPollAt: morning }, day],
  ])('%s', (_, feed, minutes) => {
    expect(minutesUntil(scheduleAfterUnchanged(morning, feed))).toBe(minutes);
  });
});

describe('after a failure, a feed is polled', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [6, 320],
    [8, 1280],
    [9, day],
    [1000, day],
  ])('failed %i times in a row, %i minutes on, give or take an eighth', (failures, minutes) => {
    const waits = [0, 0.5, 1].map((random) =>
      minutesUntil(scheduleAfterFailure(morning, { failures }, undefined, random)),
    );
    expect(waits).toEqual([minutes * 0.875, minutes, minutes * 1.125]);
  });

  it.each([
    ['when the server said, where that is later', 7200, 120],
    ['no earlier than it would be by itself, where the server said sooner', 30, 10],
    ['a week on, where the server said never', 999_999_999, 7 * day],
    ['a week on, where the server named the end of time', Number.MAX_VALUE, 7 * day],
  ])('%s', (_, retryAfter, minutes) => {
    expect(minutesUntil(scheduleAfterFailure(morning, { failures: 1 }, retryAfter, 0.5))).toBe(minutes);
  });

  it('later than now and within a week, whatever happened', () => {
    const retryAfter = fc.option(fc.double({ noNaN: true }), { nil: undefined });
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(instant, fc.integer({ min: 1 }), retryAfter, random, (now, failures, asked, spread) => {
        const wait = scheduleAfterFailure(now, { failures }, asked, spread).getTime() - now.getTime();
        expect(wait).toBeGreaterThanOrEqual(8 * 60_000);
        expect(wait).toBeLessThanOrEqual(7 * day * 60_000);
      }),
    );
  });
});
