import { describe, expect, it } from 'vitest';
import { trainBayes } from '../../../lib/classify/training/bayes.ts';
import { evaluateVerdicts } from '../../../lib/classify/training/evaluate.ts';
import { toyItems } from '../../fixtures/toy-corpus.ts';

const classify = trainBayes(toyItems);

describe('the baseline', () => {
  it('learns the toy corpus, so that it is worth being measured against', () => {
    const { topicAccuracy, sectorMicro } = evaluateVerdicts(toyItems, toyItems.map(classify));
    expect(topicAccuracy).toBeGreaterThan(0.9);
    expect(sectorMicro.recall).toBeGreaterThan(0.9);
  });

  it('gives what is out of scope no labels', () => {
    const verdict = classify({ title: 'Late goal wins the match', summary: 'The striker scored.', language: 'en' });
    expect(verdict).toEqual({ topic: 'other', sectors: [], viewpoints: [] });
  });
});
