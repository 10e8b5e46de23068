import { describeSpan, type Finding } from './finding.ts';

const minute = 60_000;
/**
 * Slack's signatures hold for five minutes (https://docs.slack.dev/authentication/verifying-requests-from-slack), AWS's for as long
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html).
 */
const most = 5 * minute;
const noticed = minute;

/**
 * How far this machine's clock is from another's.
 * @param theirs to the second, as HTTP has it
 */
export function judgeClock(ours: Date, theirs: Date): Finding {
  const skew = ours.getTime() - theirs.getTime();
  const away = Math.abs(skew);
  if (away < noticed) return { kind: 'ok', about: 'clock', what: 'The clock is right to the minute.' };
  return {
    kind: away < most ? 'warning' : 'wrong',
    about: 'clock',
    what: `The clock is ${describeSpan(away)} ${skew > 0 ? 'fast' : 'slow'}.`,
    mend: 'Let the machine set it by NTP: requests are signed by it, and digests go out by it.',
  };
}
