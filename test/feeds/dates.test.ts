import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../lib/feeds/dates.ts';

describe('a date is read as', () => {
  it.each([
    ['Fri, 19 Jul 2024 04:09:00 +0000', '2024-07-19T04:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 GMT', '2024-07-19T04:09:00.000Z'],
    ['19 Jul 24 04:09 EST', '2024-07-19T09:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 EDT', '2024-07-19T08:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 PST', '2024-07-19T12:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 CET', '2024-07-19T03:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 BST', '2024-07-19T03:09:00.000Z'],
    ['Fri, 19 Jul 2024 09:39:00 IST', '2024-07-19T04:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 GMT+0200', '2024-07-19T02:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 +0200 (CEST)', '2024-07-19T02:09:00.000Z'],
    ['Fri,19-Jul-2024 04:09:00 Z', '2024-07-19T04:09:00.000Z'],
    ['Friday, 19 July 2024, 4:09 pm', '2024-07-19T16:09:00.000Z'],
    ['Seg, 09 Set 2019 10:21:00 -0300', '2019-09-09T13:21:00.000Z'],
    ['Mi, 04 März 2020 12:00:00 +0100', '2020-03-04T11:00:00.000Z'],
    ['jeu., 15 août 2019 08:00:00 +0200', '2019-08-15T06:00:00.000Z'],
    ['July 19, 2024 12:09 am EDT', '2024-07-19T04:09:00.000Z'],
    ['Fri Jul 19 04:09:00 UTC 2024', '2024-07-19T04:09:00.000Z'],
    ['2024-07-19T04:09:00Z', '2024-07-19T04:09:00.000Z'],
    ['2024-07-19T04:09:00.123456+05:30', '2024-07-18T22:39:00.000Z'],
    ['2024-07-19T04:09+0530', '2024-07-18T22:39:00.000Z'],
    ['2024-07-19 04:09:00 -05', '2024-07-19T09:09:00.000Z'],
    ['2024-07-19T24:00:00Z', '2024-07-20T00:00:00.000Z'],
    ['2024-07-19', '2024-07-19T00:00:00.000Z'],
    ['20240719', '2024-07-19T00:00:00.000Z'],
    ['2024-07', '2024-07-01T00:00:00.000Z'],
    ['  2016-12-31T23:59:60Z\n', '2017-01-01T00:00:00.000Z'],
    ['1721362140', '2024-07-19T04:09:00.000Z'],
    ['1721362140000', '2024-07-19T04:09:00.000Z'],
    ['Fri, 19 Jul 2024 04:09:00 XYZ', '2024-07-19T04:09:00.000Z'],
  ])('%j: %s', (text, iso) => {
    expect(parseDate(text)?.toISOString()).toBe(iso);
  });
});

describe('what is no date is absent', () => {
  it.each([
    ...[
      '',
      'yesterday',
      'item 5',
      '0000-00-00 00:00:00',
      '0001-01-01T00:00:00Z',
      '2023-02-29',
      '31 Apr 2024',
      '2024-13-01',
    ],
    ...['Fri, 19 Foo 2024 04:09:00 GMT', '2024-07-19T25:00:00Z', '19 Jul 2024 13:00 pm', '99999999999999999999', '12'],
  ])('%j', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it('and no text at all gives an invalid one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDate(text)?.getTime()).not.toBeNaN();
      }),
    );
  });
});

it('every time that JavaScript writes comes back, to the second', () => {
  const time = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(time, (date) => {
      const seconds = Math.floor(date.getTime() / 1000) * 1000;
      for (const text of [date.toISOString(), date.toUTCString()]) expect(parseDate(text)?.getTime()).toBe(seconds);
    }),
  );
});
