import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpan, parseTime } from '../../lib/query/time.ts';
import { morning } from '../fixtures/builders.ts';

describe('a span of time', () => {
  it.each([
    ['90m', 90 * 60_000],
    ['24h', 24 * 3_600_000],
    ['7d', 7 * 86_400_000],
    ['2w', 14 * 86_400_000],
    [' 24H ', 24 * 3_600_000],
    ['9999w', 9999 * 604_800_000],
  ])('%j is %i ms', (text, span) => {
    expect(parseSpan(text)).toBe(span);
  });

  it.each(['', '7', 'd', '0d', '00h', '-7d', '7 d', '7d3h', '1.5h', '7y', '7s', '10000d', '٧d', 'constructor'])(
    '%j is none',
    (text) => {
      expect(parseSpan(text)).toBeUndefined();
    },
  );
});

describe('a time', () => {
  it.each([
    ['2024-07-19', '2024-07-19T00:00:00.000Z'],
    ['2024-07-19T04:09', '2024-07-19T04:09:00.000Z'],
    ['2024-07-19T04:09:30', '2024-07-19T04:09:30.000Z'],
    ['2024-07-19 04:09:30', '2024-07-19T04:09:30.000Z'],
    ['2024-07-19T04:09:30Z', '2024-07-19T04:09:30.000Z'],
    ['2024-07-19t04:09z', '2024-07-19T04:09:00.000Z'],
    ['2024-07-19T04:09:30.25Z', '2024-07-19T04:09:30.250Z'],
    ['2024-07-19T04:09:30.123456789Z', '2024-07-19T04:09:30.123Z'],
    ['2024-07-19T04:09+02:00', '2024-07-19T02:09:00.000Z'],
    ['2024-07-19 04:09-0530', '2024-07-19T09:39:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['\n2024-07-19 ', '2024-07-19T00:00:00.000Z'],
  ])('%j is %s', (text, iso) => {
    expect(parseTime(text, morning)?.toISOString()).toBe(iso);
  });

  it.each([
    ['24h', '2024-07-18T06:00:00.000Z'],
    ['1w', '2024-07-12T06:00:00.000Z'],
  ])('%j before 2024-07-19T06:00 is %s', (text, iso) => {
    expect(parseTime(text, morning)?.toISOString()).toBe(iso);
  });

  it.each([
    ...[
      '',
      'yesterday',
      '0d',
      '19.07.2024',
      '2024-7-19',
      '2024-07',
      '20240719',
      '1721362140',
      '2024-07-19T',
      '2024-07-19T04',
    ],
    ...['2024-02-30', '2023-02-29', '2024-04-31T04:09Z', '2024-13-01', '2024-00-10', '2024-07-00', '2024-07-19T25:00'],
    ...['2024-07-19T04:60', '2024-07-19T04:09+99:00', '2024-07-19T04:09 Z', '2024-07-19T04:09Zulu', '+2024-07-19'],
  ])('%j is none', (text) => {
    expect(parseTime(text, morning)).toBeUndefined();
  });

  it('comes back from its own ISO form', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (time) => {
          expect(parseTime(time.toISOString(), morning)).toEqual(time);
        },
      ),
    );
  });

  it('is a valid one or none, whatever the text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?$/),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(parseTime(written, morning)?.getTime()).not.toBeNaN();
      }),
    );
  });
});
