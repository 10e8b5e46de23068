import type { Now } from '../../jobs/ports.ts';

/** A clock that starts at a time, goes on from there, and can be moved ahead. */
export function createMovableClock(start: Date): { now: Now; advance(minutes: number): void } {
  const begun = performance.now();
  let ahead = 0;
  return {
    now: () => new Date(start.getTime() + ahead + Math.floor(performance.now() - begun)),
    advance(minutes) {
      ahead += minutes * 60_000;
    },
  };
}
