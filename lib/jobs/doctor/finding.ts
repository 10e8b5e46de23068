/** What a finding is about. */
type Concern = 'settings' | 'store' | 'slack' | 'clock' | 'feeds' | 'schedules';

/**
 * What one check found, a line each: what is, and how to mend it. `warning`: Faultline works, though not as well as it could; `wrong`: it
 * does not do what it is for until this is mended.
 */
export type Finding =
  | { kind: 'ok'; about: Concern; what: string }
  | { kind: 'warning' | 'wrong'; about: Concern; what: string; mend: string };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A span of time as people say it, rounded down: "3 days". */
export function describeSpan(milliseconds: number): string {
  const [unit, size] =
    milliseconds >= 2 * day ? ['days', day] : milliseconds >= 2 * hour ? ['hours', hour] : ['minutes', minute];
  const count = Math.floor(milliseconds / size);
  return count === 1 ? '1 minute' : `${count} ${unit}`;
}
