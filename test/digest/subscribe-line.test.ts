import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleLine, isSubscribeLine, parseSubscribeLine } from '../../lib/digest/subscribe-line.ts';
import { cadences, isTimezone, scheduleNext } from '../../lib/digest/subscription.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';

const parse = (text: string) => parseSubscribeLine(text, { timezone: 'Asia/Tokyo' });

describe('a subscription in one line', () => {
  it.each([
    ['topic:outage daily 08:30 Europe/Berlin', 'topic:outage', 'daily', '08:30', 'Europe/Berlin'],
    ['sector:rail,energy -rumour weekdays 17:05', 'sector:rail,energy -rumour', 'weekdays', '17:05', 'Asia/Tokyo'],
    ['weekly', '', 'weekly', '08:30', 'Asia/Tokyo'],
    ['  Daily   9:05  utc ', '', 'daily', '09:05', 'UTC'],
    ['x hourly', 'x', 'hourly', '00:00', 'Asia/Tokyo'],
    ['x hourly 00:25', 'x', 'hourly', '00:25', 'Asia/Tokyo'],
    ['topic:outage sources:>2 alert', 'topic:outage sources:>2', 'alert', '08:30', 'Asia/Tokyo'],
    ['x daily europe/london 08:30', 'x', 'daily', '08:30', 'Europe/London'],
    ['x daily 08:30 America/Port of Spain', 'x', 'daily', '08:30', 'America/Port_of_Spain'],
    ['x daily 08:30 Europe/Kyiv', 'x', 'daily', '08:30', 'Europe/Kyiv'],
    ['"the daily show" daily', '"the daily show"', 'daily', '08:30', 'Asia/Tokyo'],
    ['“weekly alert” hourly', '“weekly alert”', 'hourly', '00:00', 'Asia/Tokyo'],
    ['daily news weekly', 'daily news', 'weekly', '08:30', 'Asia/Tokyo'],
  ])('reads %s', (line, query, cadence, at, timezone) => {
    expect(parse(line)).toEqual({ query, cadence, at, timezone });
  });

  it('reads its own example', () => {
    expect(parse(exampleLine)).toMatchObject({ query: 'topic:outage sector:aviation', timezone: 'Europe/Berlin' });
  });

  it.each([
    ['x dialy 08:30', 'dialy', 'daily'],
    ['x weekdys', 'weekdys', 'weekdays'],
    ['x alerts', 'alerts', 'alert'],
    ['topic:outage', 'topic:outage', 'topic:outage daily 08:30'],
    ['topic:outage 08:30 UTC', 'topic:outage 08:30 UTC', 'topic:outage daily 08:30 UTC'],
    ['"the daily show"', '"the daily show"', '"the daily show" daily 08:30'],
    ['', '', 'daily 08:30'],
    ['x daily 8.30', '8.30', '08:30'],
    ['x daily 8h30', '8h30', '08:30'],
    ['x daily 0830', '0830', '08:30'],
    ['x daily 8 pm', '8 pm', '20:00'],
    ['x daily 12am', '12am', '00:00'],
    ['x daily 25:00', '25:00', '23:00'],
    ['x daily 12:75', '12:75', '12:59'],
    ['x daily 08:30 Berlin', 'Berlin', 'Europe/Berlin'],
    ['x daily 08:30 new york', 'new york', 'America/New_York'],
    ['x daily 08:30 Europe/Berln', 'Europe/Berln', 'Europe/Berlin'],
    ['sectr:rail daily', 'sectr:rail', 'sector:'],
  ])('does not understand %s: %s should be %s', (line, part, nearest) => {
    expect(parse(line)).toMatchObject({ kind: 'misunderstood', part, nearest });
  });

  it('names no nearest form where it knows none', () => {
    expect(parse('x daily 08:30 Qwxyz')).toEqual({
      kind: 'misunderstood',
      part: 'Qwxyz',
      why: 'there is no such time zone',
    });
    expect(parse('x daily 8:30:15')).not.toHaveProperty('nearest');
  });

  it('says how often there is to choose from', () => {
    expect(parse('topic:outage')).toMatchObject({ why: `it must say how often: ${cadences.join(', ')}` });
  });

  it('understands nothing that cannot be scheduled, and never throws', () => {
    const words = fc.constantFrom(
      'daily',
      'dialy',
      'alert',
      'hourly',
      '8:30',
      '24:00',
      'Berlin',
      'UTC',
      '+02:00',
      'pm',
      '"a',
      'b"',
      'x',
      '-',
      'topic:outage',
      'sector:',
    );
    const lines = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 9 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(lines, (text) => {
        const line = parse(text);
        if (!isSubscribeLine(line)) return;
        expect(line.at).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
        expect(isTimezone(line.timezone)).toBe(true);
        expect(isQuery(parseQuery(line.query))).toBe(true);
        expect(scheduleNext(line, morning).getTime()).toBeLessThanOrEqual(minutesLater(8 * 24 * 60).getTime());
      }),
    );
  });
});
