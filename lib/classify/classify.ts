import type { Judgement, Label } from '../article.ts';
import { type Sector, sectorIds, type Topic, topics, type Viewpoint, viewpointIds } from '../taxonomy.ts';
import type { DigitalCue } from './digital.ts';
import type { Readable } from './features.ts';
import { type KnownFeatures, type Model, modelLabels, readFeatures, scoreLabels, weighEvidence } from './model.ts';

/** Words that carry no meaning of their own are no evidence, even where they tip the scale. */
const emptyWords = new Set(
  `the a an of to in on at by for and or is are was were be been being it its that this these those there with as from has have had
  not no but he she they their his her him them we our us you your i my me who whom whose which what when where why how will would
  could should can may might do does did after before while during since until than then so if because about into over under between
  through against out up down off more most much many some any all each every both either own one ones two three other another same
  such only also even still just very too again here now new says said say s t re ve ll don't it's
  de la el le les des du der die das und que en un une los las e o os da do das dos em um uma no na con por para se su sus sur dans
  est pour pas qui au aux ce cette il elle ils del al lo den dem ein eine einen von mit für auf zu ist sind nicht sich im am als auch
  по на в и не с что как это из за для от до о к у же но а то все его её их был была были
  的 了 在 是 和 与 对 将 为 也 都 及 或 の に は を が と で も へ や から まで より こと もの する した して いる ある`.split(
    /\s+/,
  ),
);

const maxEvidence = 5;
/** Among so many of the heaviest features are the words that decided; several stand for the same words. */
const evidenceFeatures = 24;
/**
 * Feeds carry far more general news than the corpus does, and nearly all that names nothing digital: an article is out of scope
 * already where that is so likely in comparison with the likeliest topic in scope.
 */
const outsideShares: Readonly<Record<DigitalCue, number>> = { none: 0.15, weak: 0.3, strong: 0.5 };

/**
 * Topic, affected sectors and viewpoints of an article. Deterministic; time is linear in the length of the text, which is read
 * up to 600 words. Every label carries words of the article that spoke for it; one that only the publisher spoke for is not given.
 */
export function classifyArticle(model: Model, article: Readable): Judgement {
  const known = readFeatures(model, article);
  return judgeScores(model, known, scoreLabels(model, known));
}

/** The probability of every label, given or not, in the order of `modelLabels`. */
export function scoreArticle(model: Model, article: Readable): Float64Array {
  return scoreLabels(model, readFeatures(model, article));
}

function judgeScores(model: Model, known: KnownFeatures, scores: Float64Array): Judgement {
  const [topic, topicScore] = chooseTopic(scores, known.cue);
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
  const known = readFeatures(model, article);
  const scores = scoreLabels(model, known);
  const judgement = judgeScores(model, known, scores);
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
function chooseTopic(scores: Float64Array, cue: DigitalCue): [Topic, number] {
  const outside = topics.indexOf('other');
  let best = 0;
  let sum = 0;
  for (let i = 0; i < topics.length; i++) {
    sum += scores[i] ?? 0;
    if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i;
  }
  if ((scores[outside] ?? 0) >= outsideShares[cue] * (scores[best] ?? 0)) best = outside;
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
    const evidence = selectEvidence(weighEvidence(model, known, column, evidenceFeatures));
    if (evidence.length > 0) labels.push({ id, score: round(score), evidence });
  }
  return labels.sort((a, b) => b.score - a.score);
}

/** The heaviest words, none that a heavier choice already contains, and none that weighs under a tenth of the first. */
function selectEvidence(weighed: readonly { words: string; weight: number }[]): string[] {
  const chosen: string[] = [];
  let least = 0;
  for (const { words, weight } of weighed) {
    if (weight <= least || chosen.length === maxEvidence) break;
    const telling = trimEmptyWords(words);
    if (!telling || chosen.some((other) => other.includes(telling) || telling.includes(other))) continue;
    if (chosen.length === 0) least = weight / 10;
    chosen.push(telling);
  }
  return chosen;
}

/**
 * The words of an article that speak most for a label, given or not; of its title where none does.
 * @param label as in `modelLabels`: `sector:rail`
 */
export function findEvidence(model: Model, article: Readable, label: string): string[] {
  const known = readFeatures(model, article);
  const evidence = selectEvidence(weighEvidence(model, known, modelLabels.indexOf(label), evidenceFeatures));
  return evidence.length > 0 ? evidence : [article.title];
}

function trimEmptyWords(words: string): string {
  const parts = words.split(' ');
  while (parts.length > 0 && emptyWords.has((parts[0] ?? '').toLowerCase())) parts.shift();
  while (parts.length > 0 && emptyWords.has((parts.at(-1) ?? '').toLowerCase())) parts.pop();
  return parts.join(' ');
}

/** Four decimals: enough for every decision, and the same bytes on every machine. */
function round(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}
