import { createRandom } from '../../lib/random.ts';

type Random = () => number;
/** Times between two at which a feed brings something new, in order. */
type History = (random: Random, from: number, to: number) => number[];

export const hour = 3_600_000;
export const day = 24 * hour;

const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** One gap after another. */
function renew(gap: (random: Random) => number): History {
  return (random, from, to) => {
    const times: number[] = [];
    for (let at = from + gap(random); at < to; at += gap(random)) times.push(at);
    return times;
  };
}

/** By chance, with a mean number a day that changes with the time; at most `most`. */
function vary(rate: (at: Date) => number, most: number): History {
  return (random, from, to) =>
    renew((draw) => exponential(draw, day / most))(random, from, to).filter(
      (at) => random() < rate(new Date(at)) / most,
    );
}

/** Incidents by chance, each with a few updates within hours. */
function burst(mean: number, updates: (random: Random) => number): History {
  return (random, from, to) => {
    const times: number[] = [];
    for (const begin of renew((draw) => exponential(draw, mean))(random, from, to)) {
      let at = begin;
      for (let left = updates(random); left > 0 && at < to; left--, at += exponential(random, hour)) times.push(at);
    }
    return times.sort((a, b) => a - b);
  };
}

/** Once on each day that is wanted. */
function onDays(isWanted: (weekday: number) => boolean, timeOfDay: (random: Random) => number): History {
  return (random, from, to) => {
    const times: number[] = [];
    for (let at = Math.ceil(from / day) * day; at < to - day; at += day) {
      if (isWanted(new Date(at).getUTCDay())) times.push(at + timeOfDay(random));
    }
    return times;
  };
}

const isWeekend = (at: Date): boolean => at.getUTCDay() % 6 === 0;
const isBetween = (at: Date, from: number, to: number): boolean => at.getUTCHours() >= from && at.getUTCHours() < to;
const office = vary((at) => (isBetween(at, 8, 18) && !isWeekend(at) ? 15 : 0), 15);

/** Feeds of many kinds. */
export const histories: Readonly<Record<string, History>> = {
  'every hour': renew(() => hour),
  'every six hours or so': renew((random) => hour * (4.8 + 2.4 * random())),
  'every day': renew((random) => day * (0.95 + 0.1 * random())),
  'every month or so': renew((random) => day * (30 + 3 * normal(random))),
  'by chance, two an hour': renew((random) => exponential(random, hour / 2)),
  'by chance, twelve a day': renew((random) => exponential(random, 2 * hour)),
  'by chance, one a day': renew((random) => exponential(random, day)),
  'by chance, one a week': renew((random) => exponential(random, 7 * day)),
  'by chance, one a month': renew((random) => exponential(random, 30 * day)),
  'a newsroom, fewer at night and on weekends': vary(
    (at) => (isBetween(at, 6, 20) ? 70 : 2) * (isWeekend(at) ? 0.3 : 1),
    70,
  ),
  'an office, none at night and on weekends': office,
  'an office with holidays in August and December': (random, from, to) =>
    office(random, from, to).filter((time) => {
      const at = new Date(time);
      const [month, date] = [at.getUTCMonth(), at.getUTCDate()];
      return !(month === 7 && date < 22) && !(month === 11 && date > 22);
    }),
  'an office, at nine on working days': onDays(
    (weekday) => weekday % 6 !== 0,
    (random) => hour * (9 + random()),
  ),
  'an office, two a week': vary((at) => (isBetween(at, 8, 18) && !isWeekend(at) ? 0.96 : 0), 1),
  'a newsletter on Tuesdays': onDays(
    (weekday) => weekday === 2,
    (random) => hour * (10 + 5 * random()),
  ),
  'a status page, an incident in five days': burst(5 * day, (random) => 2 + Math.floor(random() * 8)),
  'a status page, an incident in three weeks': burst(20 * day, (random) => 2 + Math.floor(random() * 8)),
  'a status page, an incident in six weeks': burst(45 * day, (random) => 2 + Math.floor(random() * 8)),
  'a press office, twenty at once': burst(day, (random) => Math.ceil(exponential(random, 20))),
  'a blog, now often and now seldom': renew((random) => 2 * day * Math.exp(normal(random))),
  'a season, four times as many in summer': vary(
    (at) => 2.5 + 1.5 * Math.sin((at.getTime() / day / 365) * 2 * Math.PI),
    4,
  ),
};

/** A history of a kind, the same for the same seed. */
export function writeHistory(kind: string, seed: number, from: Date, to: Date): Date[] {
  const history = histories[kind];
  if (!history) throw new Error(`there is no kind of feed "${kind}"`);
  return history(createRandom(seed), from.getTime(), to.getTime()).map((time) => new Date(Math.floor(time)));
}
