import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cadences, isMuted, isTimezone, scheduleNext, spanOf } from '../../lib/digest/subscription.ts';

const berlin = { at: '08:30', timezone: 'Europe/Berlin' };

describe('scheduleNext', () => {
  it.each([
    ['hourly', '2026-11-24T10:31:00Z', '2026-11-24T11:30:00.000Z'],
    ['hourly', '2026-11-24T10:30:00Z', '2026-11-24T11:30:00.000Z'],
    ['daily', '2026-11-24T07:29:59Z', '2026-11-24T07:30:00.000Z'],
    ['daily', '2026-11-24T07:30:00Z', '2026-11-25T07:30:00.000Z'],
    ['weekdays', '2026-11-27T08:00:00Z', '2026-11-30T07:30:00.000Z'],
    ['weekly', '2026-11-24T08:00:00Z', '2026-11-30T07:30:00.000Z'],
  ] as const)('comes %s after %s at %s', (cadence, after, next) => {
    expect(scheduleNext({ ...berlin, cadence }, new Date(after)).toISOString()).toBe(next);
  });

  it('keeps the local hour when the clocks change', () => {
    const before = scheduleNext({ ...berlin, cadence: 'daily' }, new Date('2026-10-24T07:00:00Z'));
    const after = scheduleNext({ ...berlin, cadence: 'daily' }, before);
    expect([before, after].map((time) => time.toISOString())).toEqual([
      '2026-10-25T07:30:00.000Z',
      '2026-10-26T07:30:00.000Z',
    ]);
    expect(scheduleNext({ ...berlin, cadence: 'daily' }, new Date('2026-10-24T06:00:00Z')).toISOString()).toBe(
      '2026-10-24T06:30:00.000Z',
    );
  });

  it('comes once on a day whose clocks leave its hour out, or repeat it', () => {
    const night = { at: '02:30', timezone: 'Europe/Berlin', cadence: 'daily' } as const;
    const countDays = (from: string, to: string): number => {
      let count = 0;
      for (let time = scheduleNext(night, new Date(from)); time < new Date(to); time = scheduleNext(night, time))
        count++;
      return count;
    };
    expect(countDays('2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toBe(3);
    expect(countDays('2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z')).toBe(3);
  });

  it('looks at an alert every minute', () => {
    expect(scheduleNext({ ...berlin, cadence: 'alert' }, new Date('2026-11-24T10:00:12Z')).toISOString()).toBe(
      '2026-11-24T10:01:12.000Z',
    );
  });

  it('always moves on, by little more than its span at most', () => {
    const zones = ['Pacific/Auckland', 'America/St_Johns', 'Asia/Kathmandu', 'Africa/Casablanca', 'UTC'];
    fc.assert(
      fc.property(
        fc.constantFrom(...cadences),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1439 }),
        (cadence, timezone, after, minutes) => {
          const at = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
          const wait = scheduleNext({ cadence, at, timezone }, after).getTime() - after.getTime();
          expect(wait).toBeGreaterThan(0);
          const longest = cadence === 'weekdays' ? 3 * spanOf('daily') : spanOf(cadence);
          expect(wait).toBeLessThanOrEqual(longest + 2 * 3_600_000);
        },
      ),
    );
  });
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['', false],
  ['; DROP TABLE', false],
])('knows whether "%s" is a time zone', (name, known) => {
  expect(isTimezone(name)).toBe(known);
});

it('hears a muted publisher under any capitals, and no other', () => {
  const muted = ['The Harbour Post'];
  expect(isMuted({ muted }, { name: 'the harbour post' })).toBe(true);
  expect(isMuted({ muted }, { name: 'The Harbour Post Online' })).toBe(false);
});
