import type { Now } from '../jobs/ports.ts';

/** A clock that several threads read and one moves. */
export interface SharedClock {
  start: Date;
  /** Machine time, in milliseconds, at which it stood at `start`. */
  begunAt: number;
  /** One whole number: the minutes that it was moved ahead. */
  ahead: SharedArrayBuffer;
}

/** A clock that stands at a time now, goes on from there, and can be moved ahead. */
export function createClock(start: Date): SharedClock {
  return { start, begunAt: Date.now(), ahead: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
}

export function advanceClock({ ahead }: SharedClock, minutes: number): void {
  Atomics.add(new Int32Array(ahead), 0, minutes);
}

/** The machine's own time where there is no other. */
export function readClock(clock: SharedClock | undefined): Now {
  if (!clock) return () => new Date();
  const ahead = new Int32Array(clock.ahead);
  return () => new Date(clock.start.getTime() + Date.now() - clock.begunAt + Atomics.load(ahead, 0) * 60_000);
}
