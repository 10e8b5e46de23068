import type { Feed } from '../../feeds/feed.ts';
import { describeSpan, type Finding } from './finding.ts';

const day = 86_400_000;
/** One bad answer is the web as usual; three in a row are not. */
const badFailures = 3;
/** So long without a good answer, a feed is gone until somebody finds where it went. */
const longAgo = 7 * day;
const named = 3;

/** How the feed list fares: whether there is one, and which of it do not answer. */
export function judgeFeeds(feeds: readonly Feed[], now: Date): Finding[] {
  const enabled = feeds.filter((feed) => feed.enabled);
  if (enabled.length === 0) {
    const what = feeds.length === 0 ? 'There is no feed in the list.' : `All ${feeds.length} feeds rest.`;
    const mend =
      feeds.length === 0
        ? '`faultline feeds catalogue --add`, or `faultline feeds add URL`.'
        : '`faultline feeds enable FEED`.';
    return [{ kind: 'warning', about: 'feeds', what, mend }];
  }
  const polled = enabled.filter(({ failures, lastSuccessAt }) => failures > 0 || lastSuccessAt);
  const failing = enabled.filter(({ failures }) => failures >= badFailures);
  if (failing.length === 0) {
    const fresh = enabled.length - polled.length;
    return [
      {
        kind: 'ok',
        about: 'feeds',
        what: `${enabled.length} feeds are polled${fresh ? `, ${fresh} of them never yet` : ''}.`,
      },
    ];
  }
  if (failing.length === polled.length && failing.length > 1) {
    const what = `No feed answers: all ${failing.length} that were polled fail, the first with “${failing[0]?.lastError ?? ''}”.`;
    return [{ kind: 'wrong', about: 'feeds', what, mend: 'See whether this machine reaches the web at all.' }];
  }
  const what = `${failing.length} of ${enabled.length} feeds fail: ${listNames(failing, ({ title, lastError }) => `${title} (${lastError ?? ''})`)}.`;
  const gone = failing.filter((feed) => now.getTime() - (feed.lastSuccessAt?.getTime() ?? 0) > longAgo);
  const mend = gone.length
    ? `${gone.length} gave no good answer for ${describeSpan(longAgo)}: find where they went, or \`faultline feeds disable\` ${listNames(gone, ({ id }) => id)}.`
    : 'They are asked less often until they answer; `faultline feeds check` says which do now.';
  return [{ kind: 'warning', about: 'feeds', what, mend }];
}

function listNames(feeds: readonly Feed[], nameOf: (feed: Feed) => string): string {
  const names = feeds.slice(0, named).map(nameOf).join(', ');
  return feeds.length > named ? `${names} and ${feeds.length - named} more` : names;
}
