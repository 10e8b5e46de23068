import type { Judgement, Label } from '../article.ts';
import { type Sector, sectorIds, type Topic, topics, type Viewpoint, viewpointIds } from '../taxonomy.ts';
import { extractFeatures, type Readable } from './features.ts';
import { type KnownFeatures, lookUpFeatures, type Model, modelLabels, scoreLabels, weighEvidence } from './model.ts';

/** Words that carry no meaning of their own are no evidence, even where they tip the scale. */
const emptyWord =
  /^(?:the|a|an|of|to|in|on|at|by|for|and|or|is|are|was|were|be|been|it|its|that|this|with|as|from|has|have|had|not|no|but|he|she|they|their|his|her|we|our|who|which|will|would|could|after|before|s|t|de|la|el|le|les|des|du|der|die|das|und|que|en|un|une|los|las|e|o|os|da|do|на|в|и|не|с|的|了|在|是|和|の|に|は|を|が|と|で)$/iu;

const maxEvidence = 5;

/**
 * Topic, affected sectors and viewpoints of an article. Deterministic; time is linear in the length of the text, which is read
 * up to 600 words. Every label carries words of the article that spoke for it; one that only the publisher spoke for is not given.
 */
export function classifyArticle(model: Model, article: Readable): Judgement {
  const known = lookUpFeatures(model, extractFeatures(article, model));
  const scores = scoreLabels(model, known);
  const [topic, topicScore] = chooseTopic(scores);
  if (topic === 'other') return { topic, topicScore, sectors: [], viewpoints: [] };
  return {
    topic,
    topicScore,
    sectors: chooseLabels<Sector>(model, known, scores, topics.length, sectorIds),
    viewpoints: chooseLabels<Viewpoint>(model, known, scores, topics.length + sectorIds.length, viewpointIds),
  };
}

export interface Explanation {
  label: string;
  score: number;
  threshold: number;
  given: boolean;
  for: { words: string; weight: number }[];
  against: { words: string; weight: number }[];
}

/**
 * What spoke for and against each label that was given or came near it (at least a third of its threshold), likeliest first.
 */
export function explainArticle(model: Model, article: Readable): Explanation[] {
  const known = lookUpFeatures(model, extractFeatures(article, model));
  const scores = scoreLabels(model, known);
  const judgement = classifyArticle(model, article);
  const given = new Set([
    `topic:${judgement.topic}`,
    ...judgement.sectors.map(({ id }) => `sector:${id}`),
    ...judgement.viewpoints.map(({ id }) => `view:${id}`),
  ]);
  return modelLabels
    .map((label, column) => {
      const weighed = weighEvidence(model, known, column).filter(({ words }) => words !== '');
      return {
        label,
        score: scores[column] ?? 0,
        threshold: model.threshold[column] ?? 0,
        given: given.has(label),
        for: weighed.filter(({ weight }) => weight > 0).slice(0, maxEvidence),
        against: weighed
          .filter(({ weight }) => weight < 0)
          .slice(-maxEvidence)
          .reverse(),
      };
    })
    .filter(({ given, score, threshold }) => given || score >= threshold / 3)
    .sort((a, b) => b.score - a.score);
}

/** The likeliest topic, its probability made relative to the others'. */
function chooseTopic(scores: Float64Array): [Topic, number] {
  let best = 0;
  let sum = 0;
  for (let i = 0; i < topics.length; i++) {
    sum += scores[i] ?? 0;
    if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i;
  }
  return [topics[best] ?? 'other', round(sum > 0 ? (scores[best] ?? 0) / sum : 0)];
}

function chooseLabels<Id extends string>(
  model: Model,
  known: KnownFeatures,
  scores: Float64Array,
  firstColumn: number,
  ids: readonly Id[],
): Label<Id>[] {
  const labels: Label<Id>[] = [];
  for (const [i, id] of ids.entries()) {
    const column = firstColumn + i;
    const score = scores[column] ?? 0;
    if (score < (model.threshold[column] ?? 1)) continue;
    const evidence = selectEvidence(weighEvidence(model, known, column));
    if (evidence.length > 0) labels.push({ id, score: round(score), evidence });
  }
  return labels.sort((a, b) => b.score - a.score);
}

/** The heaviest words, none that a heavier choice already contains, and none that weighs under a tenth of the first. */
function selectEvidence(weighed: readonly { words: string; weight: number }[]): string[] {
  const chosen: string[] = [];
  const least = Math.max(0, (weighed.find(({ words }) => isTelling(words))?.weight ?? 0) / 10);
  for (const { words, weight } of weighed) {
    if (weight <= least || chosen.length === maxEvidence) break;
    if (!isTelling(words)) continue;
    if (chosen.some((other) => other.includes(words))) continue;
    chosen.push(words);
  }
  return chosen;
}

function isTelling(words: string): boolean {
  return words !== '' && words.split(' ').some((word) => !emptyWord.test(word));
}

/** Four decimals: enough for every decision, and the same bytes on every machine. */
function round(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}
