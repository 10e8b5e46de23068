import type { Now } from '../../jobs/ports.ts';

/** So many at once, and then so many a second. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

/** Counts uses; gives the seconds to wait where there was one too many, and 0 where it may pass. */
export type Limiter = (key: string, allowance: Allowance) => number;

/** A token bucket for each key. */
export function createLimiter(now: Now): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key, { burst, perSecond }) => {
    const at = now().getTime();
    const bucket = buckets.get(key) ?? { left: burst, at };
    const left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond);
    const passes = left >= 1;
    buckets.set(key, { left: passes ? left - 1 : left, at });
    return passes ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
  };
}
