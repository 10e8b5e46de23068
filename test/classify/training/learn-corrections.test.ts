import { describe, expect, it } from 'vitest';
import { classifyArticle } from '../../../lib/classify/classify.ts';
import type { Readable } from '../../../lib/classify/features.ts';
import { adjustModel, type Model, modelLabels, readFeatures, sumScores } from '../../../lib/classify/model.ts';
import { parseModel } from '../../../lib/classify/stored-model.ts';
import { type CorrectedArticle, learnCorrections } from '../../../lib/classify/training/learn-corrections.ts';
import { trainModel } from '../../../lib/classify/training/train.ts';
import { loadModel } from '../../../lib/runtime/local.ts';
import { gameReports, otherReports } from '../../fixtures/game-reports.ts';
import { toyItems, toyLexicon } from '../../fixtures/toy-corpus.ts';

function labelsOf(model: Model, article: Readable): string[] {
  const { topic, sectors, viewpoints } = classifyArticle(model, article);
  return [
    `topic:${topic}`,
    ...sectors.map(({ id }) => `sector:${id}`),
    ...viewpoints.map(({ id }) => `view:${id}`),
  ].sort();
}

describe('what corrections teach a small model', () => {
  const model = parseModel(trainModel(toyItems, toyLexicon, () => {}).model);
  const publisher = { name: 'Toy', country: 'GB', ownership: 'private' } as const;
  const drone: Readable = {
    title: 'Drone swarm goes dark',
    summary: 'The system went down.',
    language: 'en',
    publisher,
  };
  const learn = (...corrected: CorrectedArticle[]) => learnCorrections(model, corrected);
  const correct = (...corrected: CorrectedArticle[]) => adjustModel(model, learn(...corrected));
  /** The labels that some feature speaks for or against, by what corrections taught. */
  const taught = (...corrected: CorrectedArticle[]) =>
    new Set(
      Object.values(learn(...corrected)).flatMap((weights) => weights.map(([column]) => modelLabels[column] ?? '')),
    );

  it('is nothing where there is none', () => {
    expect(learn()).toEqual({});
  });

  it('is the same weights for the same corrections, and survives being written and read', () => {
    const corrected: CorrectedArticle = { article: drone, correction: { topic: 'attack', sectors: ['rail'] } };
    const adjustment = learn(corrected);
    expect(JSON.stringify(learn(corrected))).toBe(JSON.stringify(adjustment));
    const read = adjustModel(model, JSON.parse(JSON.stringify(adjustment)));
    expect(classifyArticle(read, drone)).toEqual(classifyArticle(correct(corrected), drone));
  });

  it('turns what was corrected, by words that the model did not know as well', () => {
    const corrected = { article: drone, correction: { sectors: ['rail' as const] } };
    expect(labelsOf(model, drone)).not.toContain('sector:rail');
    const rail = modelLabels.indexOf('sector:rail');
    const [before = 0, after = 0] = [model, correct(corrected)].map(
      (one) => sumScores(one, readFeatures(one, drone))[rail],
    );
    expect(before).toBeLessThan(0);
    expect(after).toBeGreaterThan(0);
    const keys = Object.keys(learn(corrected));
    expect(keys).toEqual(expect.arrayContaining(['drone', 'drone swarm', '^drone']));
  });

  it('takes a label away where there is none by the correction', () => {
    const article = { ...drone, title: 'Zephyrine goes dark' };
    expect(labelsOf(model, article)).toContain('sector:aviation');
    const repeated = Array.from({ length: 5 }, () => ({ article, correction: { sectors: [] } }));
    expect(labelsOf(correct(...repeated), article)).toEqual(['topic:outage']);
  });

  it('turns the topic where that was corrected', () => {
    const corrected = Array.from({ length: 5 }, () => ({ article: drone, correction: { topic: 'attack' as const } }));
    expect(labelsOf(model, drone)).toContain('topic:outage');
    expect(labelsOf(correct(...corrected), drone)).toContain('topic:attack');
  });

  it.each<[string, CorrectedArticle['correction'], RegExp]>([
    ['a topic', { topic: 'attack' }, /^topic:/],
    ['sectors', { sectors: ['rail'] }, /^sector:/],
    ['viewpoints', { viewpoints: ['rights'] }, /^view:/],
    ['out of scope', { topic: 'other', sectors: [], viewpoints: [] }, /^topic:/],
  ])('is of labels that the correction speaks of alone: %s', (_, correction, pattern) => {
    const labels = [...taught({ article: drone, correction })];
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.filter((label) => !pattern.test(label))).toEqual([]);
  });

  it('is nothing of labels where a correction only moves an article to another story', () => {
    expect(learn({ article: drone, correction: {} })).toEqual({});
  });

  it('is nothing of who publishes, though the model knows them', () => {
    const adjustment = learn({ article: drone, correction: { viewpoints: ['sovereignty'] } });
    expect(Object.keys(adjustment).filter((key) => key.startsWith('@'))).toEqual([]);
    const [ours, theirs] = ['private', 'state'].map((ownership) =>
      learn({
        article: { ...drone, publisher: { ...publisher, ownership: ownership as 'state' } },
        correction: { sectors: ['rail'] },
      }),
    );
    expect(Object.keys(ours ?? {})).toEqual(Object.keys(theirs ?? {}));
  });

  it('is of an article without words nothing', () => {
    expect(learn({ article: { title: '', summary: '', language: 'en' }, correction: { topic: 'attack' } })).toEqual({});
  });
});

describe('what corrections teach the shipped model', async () => {
  const model = await loadModel();
  const toArticle = ([title, summary]: (typeof gameReports)[number]): Readable => ({ title, summary, language: 'en' });
  const correct = (reports: typeof gameReports): CorrectedArticle[] =>
    reports.map((report) => ({
      article: toArticle(report),
      correction: { topic: report[2] ?? 'outage', sectors: ['education'] },
    }));
  const countMistakes = (of: Model, reports: typeof gameReports) =>
    reports.filter((report) => !labelsOf(of, toArticle(report)).includes('sector:education')).length;
  const countChanges = (of: Model, reports: typeof gameReports) =>
    reports.map(toArticle).reduce((sum, article) => {
      const [before, after] = [labelsOf(model, article), labelsOf(of, article)].map((labels) => new Set(labels));
      return sum + (before?.symmetricDifference(after ?? new Set()).size ?? 0);
    }, 0);

  it.each([
    ['odd', 1],
    ['even', 0],
  ])('serves for others of their kind, and leaves what is unrelated as it was: the %s ones of 40', (_, rest) => {
    const corrected = gameReports.filter((_report, i) => i % 2 === rest);
    const others = gameReports.filter((_report, i) => i % 2 !== rest);
    expect(others).toHaveLength(20);
    expect(countMistakes(model, others)).toBeGreaterThanOrEqual(18);
    const adjusted = adjustModel(model, learnCorrections(model, correct(corrected)));
    expect(countMistakes(adjusted, corrected)).toBeLessThanOrEqual(2);
    expect(countMistakes(adjusted, others)).toBeLessThanOrEqual(countMistakes(model, others) / 2);
    expect(otherReports).toHaveLength(60);
    expect(countChanges(adjusted, otherReports)).toBeLessThanOrEqual(2);
  });

  it('turns nothing that is unrelated by one correction', () => {
    const adjusted = adjustModel(model, learnCorrections(model, correct(gameReports.slice(0, 1))));
    expect(countMistakes(adjusted, gameReports.slice(0, 1))).toBe(0);
    expect(countChanges(adjusted, otherReports)).toBeLessThanOrEqual(1);
  });

  it('gives evidence in the words of the article', () => {
    const adjusted = adjustModel(model, learnCorrections(model, correct(gameReports.slice(0, 20))));
    const judged = gameReports.slice(0, 20).flatMap((report) => {
      const { sectors } = classifyArticle(adjusted, toArticle(report));
      return sectors.filter(({ id }) => id === 'education').map(({ evidence }) => ({ report, evidence }));
    });
    expect(judged.length).toBeGreaterThanOrEqual(18);
    for (const { report, evidence } of judged) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const word of evidence.flatMap((words) => words.split(' '))) expect(report.join(' ')).toContain(word);
    }
  });
});
