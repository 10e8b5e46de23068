import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelledItem } from '../../../lib/classify/training/corpus.ts';
import {
  evaluateByLanguage,
  evaluateGrouping,
  evaluateVerdicts,
  findWorstMistakes,
  listLabels,
  measureReliability,
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

const buildItem = (overrides: Partial<LabelledItem> = {}): LabelledItem => ({
  title: 'Check-in goes dark',
  summary: '',
  language: 'en',
  names: {},
  ...outage,
  ...overrides,
});

describe('verdicts by language', () => {
  it('are scored each by its own items, the commonest language first', () => {
    const items = [
      buildItem({ language: 'de', sectors: ['rail'] }),
      buildItem({ language: 'en', sectors: ['rail'], viewpoints: ['rights'] }),
      buildItem({ language: 'en' }),
      buildItem({ language: 'de', sectors: ['water'] }),
      buildItem({ language: 'de' }),
      buildItem({ language: 'fr' }),
      buildItem({ language: 'es' }),
    ];
    const wrong: Verdict = { ...attack, sectors: ['rail'] };
    const verdicts: Verdict[] = [wrong, ...items.slice(1, 3), outage, outage, other, outage];
    expect(evaluateByLanguage(items, verdicts)).toEqual([
      // Of rail and water, given rail alone.
      { language: 'de', items: 3, topicAccuracy: 2 / 3, sectorF1: 2 / 3, viewpointF1: 0 },
      { language: 'en', items: 2, topicAccuracy: 1, sectorF1: 1, viewpointF1: 1 },
      { language: 'es', items: 1, topicAccuracy: 1, sectorF1: 0, viewpointF1: 0 },
      { language: 'fr', items: 1, topicAccuracy: 0, sectorF1: 0, viewpointF1: 0 },
    ]);
    expect(evaluateByLanguage([], [])).toEqual([]);
  });
});

describe('the reliability of probabilities', () => {
  it('is what was said beside what came true, in ten bands', () => {
    const { bands, error } = measureReliability([0.05, 0.72, 0.78, 0.7, 1], [false, true, false, false, true]);
    expect(bands.map(({ from, to }) => [from, to])).toEqual(
      Array.from({ length: 10 }, (_, i) => [i / 10, (i + 1) / 10]),
    );
    expect(bands.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 0, 3, 0, 1]);
    expect(bands[0]).toMatchObject({ said: 0.05, true: 0 });
    expect(bands[7]?.said).toBeCloseTo((0.72 + 0.78 + 0.7) / 3);
    expect(bands[7]?.true).toBeCloseTo(1 / 3);
    expect(bands[9]).toMatchObject({ said: 1, true: 1 });
    expect(error).toBeCloseTo((0.05 + 3 * (2.2 / 3 - 1 / 3) + 0) / 5);
  });

  it('is perfect where every band says what comes true, and the worst where it says the opposite', () => {
    const halves = Array.from({ length: 100 }, (_, i) => i % 2 === 0);
    expect(
      measureReliability(
        halves.map(() => 0.5),
        halves,
      ).error,
    ).toBe(0);
    expect(
      measureReliability(
        halves.map((is) => (is ? 0 : 1)),
        halves,
      ).error,
    ).toBe(1);
    expect(measureReliability([], []).error).toBe(0);
  });

  it('counts every probability in one band, and errs by no more than one', () => {
    const row = fc.record({ said: fc.double({ min: 0, max: 1, noNaN: true }), is: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 50 }), (rows) => {
        const { bands, error } = measureReliability(
          rows.map(({ said }) => said),
          rows.map(({ is }) => is),
        );
        expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
        for (const { from, to, said, count } of bands) {
          if (count > 0) expect(said).toBeGreaterThanOrEqual(from - 1e-9);
          expect(said).toBeLessThanOrEqual(to + 1e-9);
        }
      }),
    );
  });
});

describe('the worst mistakes', () => {
  const labels = ['topic:outage', 'topic:attack', 'sector:rail', 'sector:water', 'view:rights'];
  const right = buildItem({ title: 'right', sectors: ['rail'] });
  const wronged = buildItem({ title: 'wronged', sectors: ['water'], viewpoints: ['rights'] });
  const find = (scores: number[][], limit = 10) =>
    findWorstMistakes(
      [right, wronged],
      [right, { topic: 'attack', sectors: ['rail'], viewpoints: [] }],
      labels,
      scores,
      limit,
    ).map(({ item, label, kind, score }) => `${item.title}: ${kind} ${label} ${score}`);

  it('are those of which the model was surest, one each of topic, sectors and viewpoints', () => {
    expect(
      find([
        [0.9, 0.1, 0.9, 0.1, 0.1],
        [0.35, 0.9, 0.55, 0.2, 0.3],
      ]),
    ).toEqual([
      'wronged: wrongly given topic:attack 0.9',
      'wronged: missed sector:water 0.2',
      'wronged: missed view:rights 0.3',
    ]);
  });

  it('are no more than asked for, and none where all is right', () => {
    const scores = [
      [0.9, 0.1, 0.9, 0.1, 0.1],
      [0.35, 0.6, 0.95, 0.2, 0.3],
    ];
    expect(find(scores, 1)).toEqual(['wronged: wrongly given sector:rail 0.95']);
    expect(findWorstMistakes([right], [right], labels, scores, 10)).toEqual([]);
  });

  it('count an item without a verdict as called out of scope', () => {
    const [worst] = findWorstMistakes([right], [], labels, [], 10);
    expect(worst).toMatchObject({ kind: 'missed', score: 0 });
  });
});

describe('the labels of a verdict', () => {
  it('are written as the model has them', () => {
    const verdict: Verdict = { topic: 'policy', sectors: ['rail', 'water'], viewpoints: ['rights'] };
    expect([...listLabels(verdict)]).toEqual(['topic:policy', 'sector:rail', 'sector:water', 'view:rights']);
  });
});
