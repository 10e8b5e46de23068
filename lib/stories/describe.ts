import type { Article, Label, Publisher } from '../article.ts';
import { type Topic, topics } from '../taxonomy.ts';
import { findCopies } from './copies.ts';
import { findOfficialWord, judgeOfficialState } from './official.ts';
import { judgeState } from './state.ts';
import type { Story, StoryLabel } from './story.ts';

/**
 * What a story is, told from its articles alone: the same articles always make the same story, whatever order they came in.
 * @param before the stored story that this one is to replace
 */
export function describeStory(
  id: string,
  articles: readonly Article[],
  before?: Pick<Story, 'version' | 'absorbed'>,
): Story {
  const ordered = articles.toSorted(
    (a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  const originals = findCopies(ordered);
  const independent = new Set(ordered.filter((_, i) => originals[i] === i).map(({ publisher }) => publisher.name));
  const state = judgeOfficialState(ordered) ?? judgeState(ordered);
  const official = findOfficialWord(ordered);
  const topic = commonestTopic(ordered);
  return {
    id,
    title: chooseTitle(ordered, topic),
    topic,
    firstSeenAt: new Date(Math.min(...ordered.map(({ seenAt }) => seenAt.getTime()))),
    updatedAt: new Date(Math.max(...ordered.map(({ revisedAt }) => revisedAt.getTime()))),
    reportedAt: new Date(Math.max(...ordered.map(({ publishedAt }) => publishedAt.getTime()))),
    ...(state ? { state } : {}),
    ...(official ? { official } : {}),
    articles: ordered.map((article) => article.id),
    publishers: listPublishers(ordered),
    independentPublishers: independent.size,
    sectors: gatherLabels(ordered, (article) => article.sectors),
    viewpoints: gatherLabels(ordered, (article) => article.viewpoints),
    ...(before?.absorbed ? { absorbed: before.absorbed } : {}),
    version: (before?.version ?? 0) + 1,
  };
}

/** Each voice once, in order of appearance. */
export function listPublishers(articles: readonly { publisher: Publisher }[]): Publisher[] {
  return [...new Map(articles.map(({ publisher }) => [publisher.name, publisher])).values()];
}

/** The topic of most articles; what happened before what is said about it, where they are as many. */
function commonestTopic(articles: readonly Article[]): Topic {
  const counts = new Map<Topic, number>();
  for (const { topic } of articles) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return topics.reduce((best, topic) => ((counts.get(topic) ?? 0) > (counts.get(best) ?? 0) ? topic : best));
}

/** Outlets that report; the others comment, advise or announce. */
const reporters = new Set(['private', 'public', 'state']);
const commentary =
  /^(?:opinion|analysis|comment|editorial|column|letter|why|how|what|podcast|interview|tribune)\b|[?？]$|\b(?:lessons?|thoughts)\b/i;

/**
 * The headline whose words most other headlines share: of the story's topic, in English if there is one, and rather of a report
 * than of a comment.
 */
function chooseTitle(articles: readonly Article[], topic: Topic): string {
  const frequency = new Map<string, number>();
  const wordsOf = (title: string): string[] => [
    ...new Set(title.toLowerCase().match(/[\u3040-\u9fff]|(?:(?![\u3040-\u9fff])\p{L}){4,}|\d+/gu) ?? []),
  ];
  for (const { title } of articles) {
    for (const word of wordsOf(title)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const rank = ({ title, topic: own, language, viewpoints, publisher }: Article): number => {
    const words = wordsOf(title);
    const shared =
      words.reduce((sum, word) => sum + Math.log(frequency.get(word) ?? 1), 0) / Math.sqrt(words.length + 3);
    const isReport = reporters.has(publisher.ownership) && viewpoints.length === 0 && !commentary.test(title);
    return shared + (own === topic ? 40 : 0) + (language === 'en' ? 20 : 0) + (isReport ? 10 : 0);
  };
  let best: Article | undefined;
  let bestRank = Number.NEGATIVE_INFINITY;
  for (const article of articles) {
    const own = rank(article);
    if (own <= bestRank) continue;
    best = article;
    bestRank = own;
  }
  return best?.title ?? '';
}

function gatherLabels<Id extends string>(
  articles: readonly Article[],
  labelsOf: (article: Article) => readonly Label<Id>[],
): StoryLabel<Id>[] {
  const gathered = new Map<Id, StoryLabel<Id>>();
  for (const article of articles) {
    for (const { id, score } of labelsOf(article)) {
      const known = gathered.get(id);
      gathered.set(id, {
        id,
        score: Math.max(score, known?.score ?? 0),
        articles: [...(known?.articles ?? []), article.id],
      });
    }
  }
  return [...gathered.values()].sort((a, b) => b.articles.length - a.articles.length || b.score - a.score);
}
