import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDocument } from '../../lib/feeds/decode.ts';
import { parseFeed } from '../../lib/feeds/parse.ts';
import { countArrivals, findSilence, findUsualGap, learnArrival, type Rhythm } from '../../lib/feeds/rhythm.ts';
import { day, histories, hour, writeHistory } from './feed-histories.ts';

const week = 7 * day;
const quarter = 91 * day;
const begin = new Date('2022-01-03T00:00:00Z');
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** Learns a history, and counts by quarters the gaps in which the feed was called silent and was not. */
function replay(times: readonly Date[]): { rhythm: Rhythm | undefined; falseAlarms: number[] } {
  const counts = new Map<number, number>();
  let rhythm: Rhythm | undefined;
  for (const at of times) {
    const silentAt = rhythm && findSilence(rhythm);
    if (silentAt && silentAt < at) {
      const of = Math.floor((silentAt.getTime() - begin.getTime()) / quarter);
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
    rhythm = learnArrival(rhythm, at);
  }
  return { rhythm, falseAlarms: [...counts.values()] };
}

/** The longest gap but one of the last 26 weeks in which something came, of each the longest: by the clock on the wall. */
function measureUsualGap(times: readonly Date[]): number {
  const longest = new Map<number, number>();
  for (const [i, at] of times.entries()) {
    const gap = at.getTime() - (times[i - 1] ?? at).getTime();
    const ending = Math.floor(at.getTime() / week);
    longest.set(ending, Math.max(gap, longest.get(ending) ?? 0));
  }
  const [, usual = 0] = [...longest.values()].slice(-26).sort((a, b) => b - a);
  return usual;
}

const collection = fileURLToPath(new URL('../../../shared/feeds/', import.meta.url));

describe('of two and a half years of a feed', () => {
  describe.each(Object.keys(histories))('%s', (kind) => {
    const runs = seeds.map((seed) => {
      const times = writeHistory(kind, seed, begin, new Date(begin.getTime() + 10 * quarter));
      return { times, ...replay(times) };
    });

    it('at most one false alarm falls into any quarter', () => {
      expect(Math.max(0, ...runs.flatMap(({ falseAlarms }) => falseAlarms))).toBeLessThanOrEqual(1);
    });

    it('what falls silent in the end is found within three usual gaps', () => {
      for (const { times, rhythm } of runs) {
        const silentAt = rhythm && findSilence(rhythm);
        const last = times.at(-1);
        if (!silentAt || !last) throw new Error('too little was learned');
        expect(silentAt.getTime() - last.getTime()).toBeLessThanOrEqual(3 * Math.max(hour, measureUsualGap(times)));
      }
    });
  });
});

describe.skipIf(!existsSync(collection))('of the times that captured feeds give their items', () => {
  const files = existsSync(collection)
    ? readdirSync(collection).filter((name) => /\.(?:xml|rss|atom|rdf)$/.test(name))
    : [];

  it.each(files)(
    'in %s, at most one false alarm falls into a quarter, and silence is found within three usual gaps',
    async (file) => {
      const feed = await parseFeed(decodeDocument(readFileSync(`${collection}${file}`), ''));
      const dates = feed.items.flatMap(({ published }) => published ?? []).sort((a, b) => a.getTime() - b.getTime());
      const { rhythm, falseAlarms } = replay(dates);
      expect(Math.max(0, ...falseAlarms)).toBeLessThanOrEqual(1);
      const silentAt = rhythm && findSilence(rhythm);
      if (!silentAt) return;
      expect(silentAt.getTime() - rhythm.lastAt.getTime()).toBeLessThanOrEqual(
        3 * Math.max(hour, measureUsualGap(dates)),
      );
    },
  );
});

describe('a rhythm', () => {
  const every = (gap: number, count: number): Date[] =>
    Array.from({ length: count }, (_, i) => new Date(begin.getTime() + i * gap));
  const learn = (times: readonly Date[]): Rhythm | undefined => replay(times).rhythm;

  it('is not known of a single week, however much came in it', () => {
    const rhythm = learn(every(hour, 150));
    expect(rhythm && findSilence(rhythm)).toBeUndefined();
    expect(rhythm && findUsualGap(rhythm)).toBeUndefined();
  });

  it('forgives one long gap: the next silence is found as soon as ever', () => {
    const before = every(day, 100);
    const after = before.map((time) => new Date(time.getTime() + 160 * day));
    const [regular, interrupted] = [learn(before), learn([...before, ...after])];
    if (!regular || !interrupted) throw new Error('nothing was learned');
    const patience = (rhythm: Rhythm) => Number(findSilence(rhythm)) - rhythm.lastAt.getTime();
    expect(patience(regular)).toBeLessThan(3 * day);
    expect(patience(interrupted)).toBeLessThan(3.1 * day);
  });

  it('does not take for the gap of the feed what our own absence made', () => {
    const known = learn(every(day, 40));
    if (!known) throw new Error('nothing was learned');
    const later = new Date(known.lastAt.getTime() + 20 * day);
    expect(Math.max(...learnArrival(known, later, false).longest)).toBeLessThan(30);
    expect(Math.max(...learnArrival(known, later, true).longest)).toBeGreaterThan(400);
  });

  it('learns nothing of a time that is not later than the last', () => {
    const known = learnArrival(undefined, begin);
    expect(learnArrival(known, begin)).toBe(known);
    expect(learnArrival(known, new Date(begin.getTime() - hour))).toBe(known);
  });

  it.each([
    ['hourly', hour, 168],
    ['daily', day, 7],
    ['weekly', week, 1],
    ['monthly', 30 * day, 7 / 30],
  ])('that is %s counts as many arrivals a week', (_, gap, expected) => {
    const rhythm = learn(every(gap, 400));
    const found = (rhythm && countArrivals(rhythm)) ?? 0;
    expect(found / expected).toBeGreaterThan(0.95);
    // The first of the times, which no week goes before, counts too: of few times that is much.
    expect(found / expected).toBeLessThan(1.35);
  });

  it('stays a few hundred bytes, of finite numbers, and silence later than the last news, whatever the times are', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 400 * day }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (list) => {
        let at = begin.getTime();
        const times = list.map((gap) => {
          at += gap;
          return new Date(at);
        });
        const rhythm = learn(times);
        if (!rhythm) throw new Error('nothing was learned');
        expect(JSON.stringify(rhythm)).not.toContain('null');
        expect(JSON.stringify(rhythm).length).toBeLessThan(1000);
        const silentAt = findSilence(rhythm);
        if (silentAt) expect(silentAt.getTime()).toBeGreaterThan(rhythm.lastAt.getTime());
      }),
    );
  });
});
