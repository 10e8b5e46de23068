import type { Article, ArticleDraft, Judgement } from '../article.ts';
import { type Correction, correctJudgement, mergeCorrections } from '../classify/correction.ts';
import type { Adjustment } from '../classify/model.ts';
import { isPartOf } from '../stories/story.ts';
import type { Store } from './ports.ts';

/** Judges again for one workspace, by the shipped model and what the workspace's corrections taught. */
interface Reviewer {
  classify(draft: ArticleDraft): Judgement;
  /** Words of an article for a label such as `sector:rail`. */
  findEvidence(draft: ArticleDraft, label: string): string[];
}

/** Loads the model, which takes longer than most digests: asked for only where there is something to review. */
export type OpenReviewer = (adjustment: Adjustment | undefined) => Promise<Reviewer>;

/** How a workspace sees the archive: as everyone does, but for its own corrections. */
export interface Perspective {
  /** The article with the labels and the story that the workspace gave it. */
  correct(article: Article): Article;
  /** Ids of the articles that the workspace moved into a story. */
  movedInto(storyId: string): readonly string[];
}

const maxRemembered = 20_000;

export const plainPerspective: Perspective = { correct: (article) => article, movedInto: () => [] };

/**
 * The perspective of a workspace, with all its corrections so far.
 */
export async function loadPerspective(
  store: Pick<Store, 'corrections' | 'stories'>,
  team: string,
  openReviewer: OpenReviewer,
): Promise<Perspective> {
  const corrections = await listCorrections(store, team);
  const adjustment = await store.corrections.adjustment(team);
  if (corrections.length === 0 && !adjustment) return plainPerspective;
  const reviewer = await openReviewer(adjustment);
  const byArticle = new Map<string, Correction>();
  for (const [articleId, some] of Map.groupBy(corrections, (correction) => correction.articleId)) {
    const merged = mergeCorrections(some);
    if (merged) byArticle.set(articleId, merged);
  }
  await followMergers(byArticle, store);
  const moved = Map.groupBy(
    [...byArticle.values()].filter(({ story }) => story !== undefined),
    ({ story }) => story ?? '',
  );
  const judgements = new Map<string, Judgement>();
  /** Judging takes far longer than looking up, and a digest corrects each article once for itself and once for its story. */
  const judge = (article: Article): Judgement => {
    const key = `${article.id}\n${article.revision}`;
    const known = judgements.get(key);
    if (known) return known;
    if (judgements.size >= maxRemembered) judgements.clear();
    const judgement = reviewer.classify(article);
    judgements.set(key, judgement);
    return judgement;
  };
  return {
    correct(article) {
      const judged = adjustment ? { ...article, ...judge(article) } : article;
      const correction = byArticle.get(article.id);
      if (!correction) return judged;
      const corrected = correctJudgement(judged, correction, (label) => reviewer.findEvidence(article, label));
      return correction.story ? { ...corrected, storyId: correction.story } : corrected;
    },
    movedInto: (storyId) => (moved.get(storyId) ?? []).map(({ articleId }) => articleId),
  };
}

/** A story that articles were moved into may be part of another by now. */
async function followMergers(byArticle: Map<string, Correction>, store: Pick<Store, 'stories'>): Promise<void> {
  const ids = [...byArticle.values()].flatMap(({ story }) => story ?? []);
  const stories = await store.stories.getMany(ids);
  for (const [articleId, correction] of byArticle) {
    const { story: id } = correction;
    const now = id === undefined ? undefined : stories.find((story) => isPartOf(story, id));
    if (now) byArticle.set(articleId, { ...correction, story: now.id });
  }
}

/** All corrections of a workspace, oldest first. */
export async function listCorrections(store: Pick<Store, 'corrections'>, team: string): Promise<Correction[]> {
  const corrections: Correction[] = [];
  let after: string | undefined;
  do {
    const page = await store.corrections.list(team, { limit: 500, after });
    corrections.push(...page.items);
    after = page.next;
  } while (after);
  return corrections;
}
