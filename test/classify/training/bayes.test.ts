import fc from 'fast-check';
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { describe, expect, it } from 'vitest';
import { trainBayes } from '../../../lib/classify/training/bayes.ts';
import { evaluateVerdicts, type Verdict } from '../../../lib/classify/training/evaluate.ts';
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

describe('the baseline, trained quickly', () => {
  /** The same with natural's own training, which takes the square of the corpus. */
  function trainSlowly(items: typeof toyItems): (title: string) => Verdict {
    const makers = [
      (item: (typeof toyItems)[number]) => [item.topic],
      ({ sectors }: (typeof toyItems)[number]) => (sectors.length > 0 ? sectors : ['none']),
      ({ viewpoints }: (typeof toyItems)[number]) => (viewpoints.length > 0 ? viewpoints : ['none']),
    ];
    const [topicOf, ...labelsOf] = makers.map((labels) => {
      const classifier = new BayesClassifier();
      for (const item of items)
        for (const label of labels(item)) classifier.addDocument(`${item.title} ${item.summary}`, label);
      classifier.train();
      return classifier;
    });
    return (title) => {
      const topic = topicOf?.classify(`${title} `) as Verdict['topic'];
      const [sectors = [], viewpoints = []] = labelsOf.map((classifier) => {
        const [first, second] = classifier.getClassifications(`${title} `);
        if (topic === 'other' || !first || first.label === 'none') return [];
        const isClose = second && second.label !== 'none' && second.value >= 0.3 * first.value;
        return isClose ? [first.label, second.label] : [first.label];
      });
      return { topic, sectors: sectors.toSorted(), viewpoints: viewpoints.toSorted() };
    };
  }

  // Figures come first among the keys of an object, and some words are those of every object.
  const items = toyItems.map((item, i) => ({
    ...item,
    summary: `${item.summary} ${400 - i} constructor toString ${i}`,
  }));
  const slow = trainSlowly(items);
  const quick = trainBayes(items);

  it('says the very same as natural does by itself, whatever the words', () => {
    const vocabulary = [...new Set(items.flatMap(({ title, summary }) => `${title} ${summary}`.split(' ')))];
    const text = fc.array(fc.constantFrom(...vocabulary, 'unseen', '__proto__'), { maxLength: 20 });
    fc.assert(
      fc.property(text, (words) => {
        const title = words.join(' ');
        const { topic, sectors, viewpoints } = quick({ title, summary: '', language: 'en' });
        expect({ topic, sectors: sectors.toSorted(), viewpoints: viewpoints.toSorted() }).toEqual(slow(title));
      }),
    );
  });

  it('says many different things', () => {
    const said = new Set(items.map(({ title }) => JSON.stringify(slow(title))));
    expect(said.size).toBeGreaterThanOrEqual(5);
  });
});
