import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../lib/feeds/feed.ts';
import type { Rhythm } from '../../lib/feeds/rhythm.ts';
import { scheduleAfterFailure, scheduleAfterSuccess } from '../../lib/feeds/schedule.ts';
import { buildFeed, minutesLater, morning } from '../fixtures/builders.ts';

const hour = 60;
const day = 24 * hour;
const minutesUntil = (time: Date) => (time.getTime() - morning.getTime()) / 60_000;
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

/** A rhythm of one piece of news in so many minutes, the last so many minutes ago. */
function buildRhythm(gap: number, ago = 0): Rhythm {
  const hours = Array.from({ length: 24 }, (_, at) => (at === 9 ? (7 * day * 4) / gap : 0));
  return { lastAt: minutesLater(-ago), hours, days: new Array(7).fill(0), weeks: 4, longest: [] };
}

describe('after an answer, a feed is polled', () => {
  it.each<[string, Partial<Feed>, number]>([
    ['half an hour on, where its rhythm is not known', {}, 30],
    ['a quarter of an hour on, where news come every ten minutes', { rhythm: buildRhythm(10) }, 15],
    ['four times between two of its news', { rhythm: buildRhythm(2 * hour) }, 30],
    ['six hours on, where news come daily', { rhythm: buildRhythm(day) }, 6 * hour],
    ['a day on at most, where news come monthly', { rhythm: buildRhythm(30 * day) }, day],
    ['ever later, where it has been quiet for long', { rhythm: buildRhythm(hour, 16 * day) }, 12 * hour],
    ['a day on at most, where it has been quiet for years', { rhythm: buildRhythm(hour, 1000 * day) }, day],
    [
      'half an hour on, where it is a status page that is quiet',
      { kind: 'status', rhythm: buildRhythm(30 * day, 90 * day) },
      30,
    ],
    ['half an hour on, where less is asked', { wishes: { wait: 300 } }, 30],
    ['when what was asked for is over', { wishes: { wait: 7200 } }, 120],
    ['later where a status page asks for it', { kind: 'status', wishes: { wait: 7200 } }, 120],
    ['a day on, where the end of time is asked', { wishes: { wait: 999_999_999 } }, day],
    ['half an hour on, where the past is asked', { wishes: { wait: -60 } }, 30],
    ['after the hours that it rules out', { wishes: { skipHours: [6, 7, 8] } }, 3 * hour],
    ['after the days that it rules out', { wishes: { skipDays: [5, 6, 0] } }, 2 * day + 18 * hour],
    ['as ever, where it rules out the whole week', { wishes: { skipDays: [0, 1, 2, 3, 4, 5, 6] } }, 30],
  ])('%s', (_, overrides, minutes) => {
    expect(minutesUntil(scheduleAfterSuccess(morning, buildFeed(overrides)))).toBe(minutes);
  });

  it('within a quarter of an hour and a day, whatever its rhythm is and whatever is asked', () => {
    const wait = fc.double({ noNaN: true });
    const [gap, ago] = [fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e7, noNaN: true })];
    fc.assert(
      fc.property(fc.constantFrom('news', 'status'), wait, gap, ago, (kind, asked, between, since) => {
        const feed = buildFeed({ kind, rhythm: buildRhythm(between, since), wishes: { wait: asked } });
        const minutes = minutesUntil(scheduleAfterSuccess(morning, feed));
        expect(minutes).toBeGreaterThanOrEqual(15);
        expect(minutes).toBeLessThanOrEqual(day);
      }),
    );
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
