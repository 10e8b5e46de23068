import { describe, expect, it } from 'vitest';
import { classifyArticle } from '../../../lib/classify/classify.ts';
import { extractFeatures } from '../../../lib/classify/features.ts';
import { lookUpFeatures, modelLabels, parseModel, scoreLabels } from '../../../lib/classify/model.ts';
import { trainModel } from '../../../lib/classify/training/train.ts';
import type { Sector } from '../../../lib/taxonomy.ts';
import { toyConcepts, toyItems } from '../../fixtures/toy-corpus.ts';

const names: (readonly [string, Sector])[] = [
  ['Zephyrine', 'aviation'],
  ['Quillmont', 'banking'],
];
const train = (items = toyItems) => trainModel(items, names, toyConcepts, () => {});
const { model: stored, report } = train();
const model = parseModel(stored);
const classify = (title: string, summary = '', language = 'en') => classifyArticle(model, { title, summary, language });
const outage = modelLabels.indexOf('topic:outage');
const idsOf = (labels: readonly { id: string }[]) => labels.map(({ id }) => id);

describe('a model', () => {
  it('is the same bytes for the same items', () => {
    expect(JSON.stringify(train().model)).toBe(JSON.stringify(stored));
  });

  it('is another for other items', () => {
    expect(JSON.stringify(train(toyItems.slice(10)).model)).not.toBe(JSON.stringify(stored));
  });

  it('survives being written and read', () => {
    const read = parseModel(JSON.parse(JSON.stringify(stored)));
    for (const item of toyItems) expect(classifyArticle(read, item)).toStrictEqual(classifyArticle(model, item));
  });

  it('knows again what it learned', () => {
    const wrong = toyItems.filter((item) => {
      const { topic, sectors, viewpoints } = classifyArticle(model, item);
      const said = [topic, ...idsOf(sectors), ...idsOf(viewpoints)];
      return said.join() !== [item.topic, ...item.sectors, ...item.viewpoints].join();
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Hackers encrypted everything', 'attack', [], []],
    ['Striker scored a late goal', 'other', [], []],
    ['The bill was read in parliament', 'policy', [], []],
    ['Our soil, our own network: foreign technology must leave', 'policy', [], ['sovereignty']],
    ['Passengers queued: check-in stands still', 'outage', ['aviation'], []],
  ])('applies it to words in a new order: %s', (title, topic, sectors, viewpoints) => {
    const judgement = classify(title);
    expect(judgement.topic).toBe(topic);
    expect(idsOf(judgement.sectors)).toEqual(sectors);
    expect(idsOf(judgement.viewpoints)).toEqual(viewpoints);
  });

  it.each(names)('uses a name that no item ever had: %s is of %s', (name, sector) => {
    expect(toyItems.some(({ title, summary }) => `${title} ${summary}`.includes(name))).toBe(false);
    const { topic, sectors } = classify(`${name} goes dark`, 'The system went down.');
    expect(topic).toBe('outage');
    expect(sectors).toMatchObject([{ id: sector, evidence: expect.arrayContaining([name]) }]);
    expect(idsOf(classify('Nobody goes dark', 'The system went down.').sectors)).not.toEqual([sector]);
  });

  it.each([
    ['another wording', 'en', 'pitch black'],
    ['another language', 'de', 'wird dunkel'],
  ])('applies what it learned of a concept to %s', (_, language, words) => {
    const judge = (title: string) =>
      scoreLabels(model, lookUpFeatures(model, extractFeatures({ title, summary: '', language }, model)))[outage] ?? 0;
    expect(judge(`Xylo ${words}`)).toBeGreaterThan(2 * judge('Xylo qwxyz'));
  });

  it('lets the publisher lean a viewpoint, and neither the topic nor who is hit', () => {
    for (const [i, label] of modelLabels.entries()) {
      const column = model.featureIndex.get('@state');
      const [from = 0, to = 0] = column === undefined ? [] : [model.starts[column], model.starts[column + 1]];
      if (!label.startsWith('view:')) expect(model.columns.subarray(from, to)).not.toContain(i);
    }
    expect(model.featureIndex.has('@state')).toBe(true);
  });

  it('says how well it did on what was held out, and tells how far it is', () => {
    const done: number[] = [];
    trainModel(toyItems, names, toyConcepts, (share) => done.push(share));
    expect(done).toEqual(modelLabels.map((_, i) => (i + 1) / modelLabels.length));
    expect(report.heldOut.map(({ label }) => label)).toEqual(modelLabels);
    const scores = new Map(report.heldOut.map(({ label, ...score }) => [label, score]));
    expect(scores.get('topic:outage')).toEqual({ f1: 1, support: 28 });
    expect(scores.get('sector:water')).toEqual({ f1: 0, support: 0 });
    expect(report.features).toBe(stored.features.split('\n').length);
    expect(report.weights).toBe(model.weights.length);
  });

  it('gives no label that no item carries', () => {
    const said = toyItems.flatMap((item) => classifyArticle(model, item).sectors);
    expect(new Set(idsOf(said))).toEqual(new Set(['aviation', 'banking']));
  });
});
