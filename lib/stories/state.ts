import type { Article } from '../article.ts';
import type { StoryState } from './story.ts';

/**
 * Words by which reports and status pages say where an incident stands. Status pages use them as headings ("Resolved - …"),
 * reports in the middle of a sentence. In the languages that the classifier has learned.
 */
const resolved =
  /\b(?:resolved|restore[sd]|back (?:online|up|in service|to normal)|fully recovered|service has returned|has been fixed|flying again|resumed?|reopen(?:s|ed)|rétablie?s?|restableci\w+|resuelt[ao]|behoben|wiederhergestellt|wieder verfügbar|resolvid[ao]|restabelecid\w+|normalizad[ao])\b|восстановлен|устранен|возобновил|恢复正常|已恢复|全面恢复|恢復正常|復旧した|解消した/i;
const monitoring =
  /^monitoring\b|\b(?:monitoring the (?:results|fix|recovery)|fix (?:has been|was) (?:deployed|implemented)|workaround|recovering|gradually returning|under surveillance)\b|逐步恢复|復旧作業/i;
const ongoing =
  /^(?:investigating|identified|update)\b|\b(?:still down|remains? down|continues? to|no estimate|under way|ongoing)\b/i;

/** So many of the latest reports that say where the event stands decide. */
const latest = 3;

/**
 * Where the event of a story stands by the latest words on it; `undefined` for a story that has no running event. It is resolved
 * only where most of the latest reports that say anything of it say so: one airline that flies again ends no worldwide failure.
 * @param articles by time of publication
 */
export function judgeState(articles: readonly Article[]): StoryState | undefined {
  const reports = articles.filter(({ topic }) => topic === 'outage');
  if (reports.length === 0 || reports.length * 2 < articles.length - opinionCount(articles)) return undefined;
  const said = reports.flatMap((report) => readState(report) ?? []).slice(-latest);
  if (said.length === 0) return 'ongoing';
  const ended = said.filter((state) => state === 'resolved').length;
  if (ended * 2 > said.length && said.at(-1) === 'resolved') return 'resolved';
  return said.at(-1) === 'ongoing' ? 'ongoing' : 'monitoring';
}

/** Opinion about a failure does not end it, nor does it make a law a running event. */
function opinionCount(articles: readonly Article[]): number {
  return articles.filter(({ topic, viewpoints }) => topic === 'policy' && viewpoints.length > 0).length;
}

/** A headline states; a summary may only hope, so it never says that all is over. */
function readState({ title, summary }: Article): StoryState | undefined {
  if (resolved.test(title)) return 'resolved';
  if (ongoing.test(title)) return 'ongoing';
  if (monitoring.test(title) || monitoring.test(summary) || resolved.test(summary)) return 'monitoring';
  return ongoing.test(summary) ? 'ongoing' : undefined;
}
