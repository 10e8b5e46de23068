import type { Finding } from './finding.ts';

const mebibyte = 2 ** 20;
/** Below this a write may fail any moment. */
const scarce = 100 * mebibyte;
/** About what a store of half a year and its write-ahead log need to grow. */
const enough = 1024 * mebibyte;

/**
 * Whether a store file has room to grow.
 * @param free bytes left where it stands
 */
export function judgeRoom(free: number): Finding {
  const left = `${Math.floor(free / mebibyte)} MiB are free where the store stands.`;
  if (free >= enough) return { kind: 'ok', about: 'store', what: left };
  const mend = 'Make room, move the store (FAULTLINE_DB), or keep fewer days (FAULTLINE_KEEP_DAYS).';
  return { kind: free < scarce ? 'wrong' : 'warning', about: 'store', what: left, mend };
}
