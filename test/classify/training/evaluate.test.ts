import { describe, expect, it } from 'vitest';
import type { LabelledItem } from '../../../lib/classify/training/corpus.ts';
import {
  evaluateGrouping,
  evaluateVerdicts,
  toVerdict,
  type Verdict,
} from '../../../lib/classify/training/evaluate.ts';
import { sectorIds, topics, viewpointIds } from '../../../lib/taxonomy.ts';

type Labels = Pick<LabelledItem, 'topic' | 'sectors' | 'viewpoints'>;

function evaluate(...pairs: [is: Labels, says: Verdict][]) {
  return evaluateVerdicts(
    pairs.map(([is]) => ({ title: '', summary: '', language: 'en', names: {}, ...is })),
    pairs.map(([, says]) => says),
  );
}

const outage: Labels = { topic: 'outage', sectors: [], viewpoints: [] };
const attack: Labels = { topic: 'attack', sectors: [], viewpoints: [] };
const policy: Labels = { topic: 'policy', sectors: [], viewpoints: [] };
const other: Labels = { topic: 'other', sectors: [], viewpoints: [] };

describe('verdicts are scored', () => {
  it('by topic, with who was taken for what', () => {
    const evaluation = evaluate(
      [outage, outage],
      [outage, outage],
      [outage, attack],
      [attack, attack],
      [policy, other],
      [other, other],
      [other, other],
      [other, outage],
    );
    expect(evaluation.items).toBe(8);
    expect(evaluation.topicAccuracy).toBe(5 / 8);
    const scores = Object.fromEntries(evaluation.topics.map(({ label, ...score }) => [label, score]));
    expect(Object.keys(scores)).toEqual([...topics]);
    expect(scores.outage).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 });
    expect(scores.attack).toEqual({ precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 });
    expect(scores.policy).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(scores.vulnerability).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    expect(evaluation.confusion).toEqual([
      [2, 1, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [1, 0, 0, 0, 2],
    ]);
  });

  it('by sector and viewpoint, over all of them and over those that occur', () => {
    const evaluation = evaluate(
      [
        { ...outage, sectors: ['aviation', 'banking'], viewpoints: ['rights'] },
        { ...outage, sectors: ['aviation', 'rail'], viewpoints: ['rights'] },
      ],
      [
        { ...outage, sectors: ['aviation'], viewpoints: ['rights', 'resilience'] },
        { ...outage, sectors: ['aviation'], viewpoints: ['rights'] },
      ],
      [
        { ...outage, sectors: [], viewpoints: ['rights'] },
        { ...outage, sectors: ['rail'], viewpoints: [] },
      ],
    );
    expect(evaluation.sectors.map(({ label }) => label)).toEqual(sectorIds);
    expect(evaluation.viewpoints.map(({ label }) => label)).toEqual(viewpointIds);
    const find = (label: string) =>
      [...evaluation.sectors, ...evaluation.viewpoints].find((one) => one.label === label);
    expect(find('aviation')).toEqual({ label: 'aviation', precision: 1, recall: 1, f1: 1, support: 2 });
    expect(find('banking')).toEqual({ label: 'banking', precision: 0, recall: 0, f1: 0, support: 1 });
    expect(find('rail')).toEqual({ label: 'rail', precision: 0, recall: 0, f1: 0, support: 0 });
    expect(find('rights')).toMatchObject({ precision: 1, recall: 2 / 3, support: 3 });
    expect(find('rights')?.f1).toBeCloseTo(0.8);
    // Given 4, right 2, of 3: precision 1/2, recall 2/3, F1 4/7.
    expect(evaluation.sectorMicro).toMatchObject({ precision: 2 / 4, recall: 2 / 3, support: 3 });
    expect(evaluation.sectorMicro.f1).toBeCloseTo(4 / 7);
    expect(evaluation.sectorMacroF1).toBeCloseTo((1 + 0) / 2);
    expect(evaluation.viewpointMicro).toMatchObject({ precision: 1, recall: 2 / 4, support: 4 });
    expect(evaluation.viewpointMacroF1).toBeCloseTo((0.8 + 0) / 2);
  });

  it('as nothing where there is nothing', () => {
    expect(evaluate()).toMatchObject({ items: 0, topicAccuracy: 0, sectorMacroF1: 0, viewpointMicro: { f1: 0 } });
  });

  it('as missed where no verdict was given', () => {
    const item = { title: '', summary: '', language: 'en', names: {}, ...outage, sectors: ['rail' as const] };
    const { topics: scores, sectorMicro, topicAccuracy } = evaluateVerdicts([item, item], [item]);
    expect(topicAccuracy).toBe(1 / 2);
    expect(scores[0]).toMatchObject({ precision: 1, recall: 1 / 2, support: 2 });
    expect(sectorMicro).toMatchObject({ precision: 1, recall: 1 / 2, support: 2 });
  });

  it('by the ids of a judgement alone', () => {
    expect(
      toVerdict({
        topic: 'outage',
        topicScore: 0.9,
        sectors: [{ id: 'rail', score: 0.8, evidence: ['train'] }],
        viewpoints: [{ id: 'rights', score: 0.7, evidence: ['privacy'] }],
      }),
    ).toEqual({ topic: 'outage', sectors: ['rail'], viewpoints: ['rights'] });
  });
});

describe('a grouping is scored by B-cubed', () => {
  it.each([
    ['as it should be', 'aabbc', 'xxyyz', 1, 1],
    ['all alone', 'abcd', 'xxyy', 1, 1 / 2],
    ['all together', 'aaaa', 'xxyy', 1 / 2, 1],
    // Groups aaa, b: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall (1 + 1 + 1/2 + 1/2) / 4.
    ['one in the wrong group', 'aaab', 'xxyy', 2 / 3, 3 / 4],
    ['nothing', '', '', 0, 0],
  ])('%s: %s for %s', (_, found, truth, precision, recall) => {
    const score = evaluateGrouping([...found], [...truth]);
    expect(score.precision).toBeCloseTo(precision);
    expect(score.recall).toBeCloseTo(recall);
    expect(score.f1).toBeCloseTo(precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0);
  });

  it('whatever the groups are called', () => {
    expect(evaluateGrouping(['1', '1', '2'], ['p', 'q', 'q'])).toEqual(
      evaluateGrouping(['q', 'q', 'p'], ['1', '2', '2']),
    );
  });
});
