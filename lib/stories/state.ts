import type { Article } from '../article.ts';
import type { StoryState } from './story.ts';

/** Whole words; `\b` would know no letters but the English ones. */
const words = (alternatives: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu');
/** Words, and parts of texts that are written without spaces. */
const wordsOr = (alternatives: string, unspaced: string): RegExp =>
  new RegExp(`${words(alternatives).source}|${unspaced}`, 'iu');

/**
 * Words by which reports say where an incident stands, in the languages that the classifier has learned.
 */
const resolved = wordsOr(
  'resolved|restor(?:es|ed)|back online|back to normal|up and running|fully recovered|service has returned|has been fixed|' +
    'flying again|resum(?:es?|ed)|reopen(?:s|ed)?|rétablie?s?|résolue?s?|retour à la normale|restablec(?:id[ao]s?|ió|ieron|en?)|' +
    'resuelt[ao]s?|normaliz(?:ad[ao]s?|ó|ou)|behoben|wiederhergestellt|wieder (?:verfügbar|online)|resolvid[ao]s?|' +
    'restabelec(?:id[ao]s?|eu|eram)|восстановлен[аоы]?|устран[её]н[аоы]?|возобновил[аио]?',
  '恢复正常|已恢复|全面恢复|恢復正常|已恢復|復旧し(?:まし)?た|解消し(?:まし)?た|全面復旧',
);
const monitoring = wordsOr(
  'monitoring the (?:results|fix|recovery)|fix (?:has been|was) (?:deployed|implemented)|workaround|recovering|' +
    'gradually returning|sous surveillance|schrittweise|progressivement|gradualmente|постепенно',
  '逐步恢复|逐步恢復|復旧作業',
);
const ongoing = wordsOr(
  'still down|remains? down|continues? to|no estimate|under way|ongoing|weiterhin gestört|toujours en panne|siguen? (?:sin|caíd[ao]s?)',
  '仍未恢复|仍未恢復',
);

/** Before the word for it, in its clause: that it is over is denied. */
const denied = wordsOr('not|never|nicht|pas|не|não|no (?:se|ha|han|está|están)|yet', "\\p{L}n['’]t(?!\\p{L})|[未没沒]");
/** Likewise: that it is over is hoped, announced, or true of a part. */
const hoped = wordsOr(
  'will|could|should|must|until|before|when|most|to(?= (?:be |fully |get )*$)|soll(?:en)?|bald|wird|werden|sera|seront|será|serão|будет|будут',
  '预计|預計|有望|将|將',
);
/** Anywhere in the headline. */
const partial = wordsOr(
  'still|remains?|some(?! \\d)|part(?:ly|ial(?:ly)?)|gradually|slowly|largely|mostly|hop(?:es?|ed)|expect(?:s|ed)?|promis(?:es?|ed)|teilweise|schrittweise|' +
    'partiel(?:le)?(?:ment)?|progressivement|parcial(?:mente)?|gradualmente|частично|постепенно',
  '逐步|部分|一部|見通し|見込み',
);

/** The date that many status pages set before each update: "Jul 19, 06:20 UTC". */
const stamp = /^\p{L}{3,9}\.? \d{1,2}, \d{1,2}:\d{2} \p{Lu}{2,5}\s+/u;
/** The heading of a status page's update, which stands at its beginning: "Resolved - …", "[Monitoring] …". */
const headings: readonly (readonly [StoryState, RegExp])[] = (
  [
    [
      'resolved',
      'resolved|completed|résolu|resuelto|behoben|gelöst|resolvido|решено|устранено|已解决|已解決|已恢复|解決済み|復旧済み',
    ],
    [
      'monitoring',
      'monitoring|surveillance|monitoreando|supervisando|beobachtung|überwachung|monitorando|наблюдение|监控中|監視中',
    ],
    [
      'ongoing',
      'investigating|identified|enquête en cours|identifié|investigando|identificado|untersuchung|расследуем|调查中|調査中',
    ],
  ] as const
).map(([state, alternatives]) => [state, new RegExp(`^\\[?(?:${alternatives})(?:\\]|\\s*[-–—:：]|$)`, 'iu')]);

/** How updates begin on pages that set no mark after the word, and in reports. */
const opening = /^(?:investigating|identified|update)(?!\p{L})/iu;

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

/** A heading and a headline state; the text of a summary may only hope, so it never says that all is over. */
function readState({ title, summary }: Article): StoryState | undefined {
  const stated = readHeading(title) ?? readHeadline(title) ?? readHeading(summary);
  if (stated) return stated;
  if (monitoring.test(title) || monitoring.test(summary) || resolved.test(summary)) return 'monitoring';
  return ongoing.test(summary) || opening.test(title) || opening.test(withoutStamp(summary)) ? 'ongoing' : undefined;
}

function readHeading(text: string): StoryState | undefined {
  const start = withoutStamp(text);
  return headings.find(([, heading]) => heading.test(start))?.[0];
}

function withoutStamp(text: string): string {
  return text.slice(0, 80).replace(stamp, '');
}

function readHeadline(title: string): StoryState | undefined {
  const over = resolved.exec(title);
  if (!over) return ongoing.test(title) ? 'ongoing' : undefined;
  const clause =
    title
      .slice(0, over.index)
      .split(/[,;:.–—，；：。]/)
      .at(-1) ?? '';
  if (denied.test(clause)) return 'ongoing';
  return hoped.test(clause) || partial.test(title) ? 'monitoring' : 'resolved';
}
