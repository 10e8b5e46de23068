import type { Judgement, Label } from '../article.ts';
import type { Sector, Topic, Viewpoint } from '../taxonomy.ts';

/** What a person of a workspace said of one article, instead of what the classifier or the grouping did. */
export interface Correction {
  articleId: string;
  /** The workspace that it holds for: another sees the article as before. */
  team: string;
  /** Who said so. */
  by: string;
  at: Date;
  topic?: Topic;
  /** All affected sectors, none included. */
  sectors?: Sector[];
  /** All viewpoints, none included. */
  viewpoints?: Viewpoint[];
  /** The story that the article belongs to. */
  story?: string;
}

/**
 * What several corrections of one article come to: each part as it was said last.
 * @param corrections of one article, oldest first
 * @returns `undefined` where there is none
 */
export function mergeCorrections(corrections: readonly Correction[]): Correction | undefined {
  return corrections.length > 0 ? Object.assign({}, ...corrections) : undefined;
}

/**
 * A judgement as a correction has it. Where the topic becomes `other` the labels go, as the taxonomy wants.
 * @param findEvidence words of the article for a label that the classifier had not given
 */
export function correctJudgement<J extends Judgement>(
  judgement: J,
  { topic = judgement.topic, sectors, viewpoints }: Pick<Correction, 'topic' | 'sectors' | 'viewpoints'>,
  findEvidence: (label: string) => string[],
): J {
  if (topic === 'other') return { ...judgement, topic, topicScore: 1, sectors: [], viewpoints: [] };
  return {
    ...judgement,
    topic,
    topicScore: topic === judgement.topic ? judgement.topicScore : 1,
    sectors: sectors ? relabel('sector', judgement.sectors, sectors, findEvidence) : judgement.sectors,
    viewpoints: viewpoints ? relabel('view', judgement.viewpoints, viewpoints, findEvidence) : judgement.viewpoints,
  };
}

function relabel<Id extends string>(
  kind: 'sector' | 'view',
  given: readonly Label<Id>[],
  wanted: readonly Id[],
  findEvidence: (label: string) => string[],
): Label<Id>[] {
  return wanted.map((id) => ({
    id,
    score: 1,
    evidence: given.find((label) => label.id === id)?.evidence ?? findEvidence(`${kind}:${id}`),
  }));
}
