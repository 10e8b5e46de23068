import { describe, expect, it } from 'vitest';
import { extractFeatures } from '../../lib/classify/features.ts';
import {
  describeVocabulary,
  lookUpFeatures,
  modelLabels,
  parseModel,
  type StoredModel,
  scoreLabels,
  weighEvidence,
} from '../../lib/classify/model.ts';
import { trainModel } from '../../lib/classify/training/train.ts';
import { toyConcepts, toyItems } from '../fixtures/toy-corpus.ts';

const { model: stored } = trainModel(toyItems, [['Zephyrine', 'aviation']], toyConcepts, () => {});
const model = parseModel(stored);
const lookUp = (title: string, summary = '') =>
  lookUpFeatures(model, extractFeatures({ title, summary, language: 'en' }, model));

const half = (table: string) => table.slice(0, Math.floor(table.length / 8) * 4);
/** The table of columns with one that no label has. */
function pointNowhere(columns: string): string {
  const bytes = Buffer.from(columns, 'base64');
  bytes[0] = modelLabels.length;
  return bytes.toString('base64');
}

describe('a stored model is refused', () => {
  it.each<[string, unknown, string]>([
    ['that is nothing', undefined, 'it is no model'],
    ['that is null', null, 'it is no model'],
    ['that is a text', 'model', 'it is no model'],
    ['of no format', {}, 'format undefined is unknown'],
    ['of a later format', { ...stored, format: 2 }, 'format 2 is unknown'],
    ['of other labels', { ...stored, labels: ['topic:sport'] }, 'its labels are not those of the taxonomy'],
    ['of labels in another order', { ...stored, labels: modelLabels.toReversed() }, 'its labels are not those'],
    ['with fewer features than figures', { ...stored, features: 'one' }, 'a table is cut short'],
    ['with fewer weights than it counts', { ...stored, weights: half(stored.weights) }, 'a table is cut short'],
    ['with fewer columns than it counts', { ...stored, columns: half(stored.columns) }, 'a table is cut short'],
    ['with fewer rarities than features', { ...stored, rarity: half(stored.rarity) }, 'a table is cut short'],
    ['with a weight of no label', { ...stored, columns: pointNowhere(stored.columns) }, 'a weight is of no label'],
    ['with a bias short', { ...stored, bias: stored.bias.slice(1) }, 'its bias table has not one number a label'],
    ['with a text for a number', { ...stored, slope: stored.slope.map(String) }, 'its slope table'],
    ['with a null for a number', { ...stored, scale: stored.scale.map(() => null) }, 'its scale table'],
    ['with names that are no texts', { ...stored, names: { aviation: ['Zephyrine'] } }, 'its names are missing'],
    ['with half its concepts', { ...stored, concepts: { ids: '' } }, 'its concepts are missing'],
  ])('%s', (_, wrong, why) => {
    expect(() => parseModel(wrong)).toThrow(expect.objectContaining({ code: 'model-wrong' }));
    expect(() => parseModel(wrong)).toThrow(why);
  });

  it.each(Object.keys(stored) as (keyof StoredModel)[])('without its %s', (part) => {
    const { [part]: _, ...rest } = stored;
    for (const wrong of [rest, { ...stored, [part]: null }, { ...stored, [part]: 7 }]) {
      expect(() => parseModel(wrong)).toThrow(expect.objectContaining({ code: 'model-wrong' }));
    }
  });
});

describe('a model that was read', () => {
  it('knows a feature for each that was stored, and leaves out unknown sectors of its names', () => {
    expect(model.featureIndex.size).toBe(stored.features.split('\n').length);
    expect(model.starts.at(-1)).toBe(model.weights.length);
    const later = parseModel({ ...stored, names: { ...stored.names, space: 'Orbita' } });
    expect([...later.names.spaced.keys()]).toEqual(['Zephyrine']);
  });

  it('weighs the features that it knows, in all by one', () => {
    const known = lookUp('Zephyrine goes dark', 'Qwxyz went down.');
    expect(known.values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1);
    expect(known.words).toContain('Zephyrine');
    expect(known.words.join(' ')).not.toContain('Qwxyz');
    expect(lookUp('')).toEqual({ indices: [], values: [], words: [] });
  });

  it('gives every label a probability, also where it knows no word', () => {
    for (const known of [lookUp('Zephyrine goes dark'), lookUp('Qwxyz'), lookUp('')]) {
      const scores = scoreLabels(model, known);
      expect(scores).toHaveLength(modelLabels.length);
      for (const score of scores) {
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThan(1);
      }
    }
  });

  it.each(['topic:outage', 'sector:aviation', 'view:sovereignty'])(
    'explains the score of %s to the last bit',
    (label) => {
      const column = modelLabels.indexOf(label);
      const known = lookUp('Zephyrine goes dark', 'The system went down; our soil needs its own network.');
      const evidence = weighEvidence(model, known, column);
      const weights = evidence.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      const score = weights.reduce((sum, weight) => sum + weight, model.bias[column] ?? 0);
      const probability = 1 / (1 + Math.exp((model.slope[column] ?? 0) * score + (model.offset[column] ?? 0)));
      expect(probability).toBeCloseTo(scoreLabels(model, known)[column] ?? 0, 10);
    },
  );

  it('tells stories how rare words are: the rarer the higher, and those never seen the highest', () => {
    const { rarity, concepts } = describeVocabulary(model);
    const common = rarity('the', 'en') ?? 0;
    const rare = rarity('ransomwar', 'en') ?? rarity('ransomware', 'en') ?? 0;
    expect(common).toBeGreaterThanOrEqual(1);
    expect(rare).toBeGreaterThan(common);
    expect(rarity('qwxyz', 'en')).toBeGreaterThanOrEqual(rare);
    expect(rarity('qwxyz', 'fi')).toBeUndefined();
    expect(concepts).toBe(model.concepts);
  });
});
