import type { Article } from '../article.ts';
import type { StoryState } from './story.ts';

/**
 * Words by which reports and status pages say where an incident stands. Status pages use them as headings ("Resolved - …"),
 * reports in the middle of a sentence. In the languages that the classifier has learned.
 */
const resolved =
  /\b(?:resolved|restored|back online|back to normal|fully recovered|service has returned|has been fixed|flying again|resumed?|reopen(?:s|ed)|rétablie?s?|restableci\w+|resuelt[ao]|behoben|wiederhergestellt|wieder verfügbar|resolvid[ao]|restabelecid\w+|normalizad[ao])\b|восстановлен|устранен|возобновил|恢复正常|已恢复|全面恢复|恢復正常|復旧した|解消した/i;
const monitoring =
  /^monitoring\b|\b(?:monitoring the (?:results|fix|recovery)|fix (?:has been|was) (?:deployed|implemented)|workaround|recovering|gradually returning|under surveillance)\b|逐步恢复|復旧作業/i;
const ongoing =
  /^(?:investigating|identified|update)\b|\b(?:still down|remains? down|continues? to|no estimate|under way|ongoing)\b/i;

/**
 * Where the event of a story stands by its latest word on it; `undefined` for a story that has no running event.
 * @param articles by time of publication
 */
export function judgeState(articles: readonly Article[]): StoryState | undefined {
  if (!articles.some(({ topic }) => topic === 'outage')) return undefined;
  let state: StoryState = 'ongoing';
  for (const { title, summary, topic } of articles) {
    if (topic !== 'outage') continue;
    // A headline states; a summary may only hope, so it moves the state one step at a time.
    if (resolved.test(title)) state = 'resolved';
    else if (ongoing.test(title)) state = 'ongoing';
    else if (monitoring.test(title) || monitoring.test(summary) || resolved.test(summary)) {
      if (state === 'ongoing') state = 'monitoring';
    }
  }
  return state;
}
