import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findKey } from '../../lib/classify/feature-space.ts';
import {
  type Adjustment,
  adjustModel,
  describeVocabulary,
  type KnownFeatures,
  type Model,
  modelLabels,
  readFeatures,
  scoreLabels,
  sumScores,
  weighEvidence,
  weighPlace,
} from '../../lib/classify/model.ts';
import { packModel, parseModel, type StoredModel } from '../../lib/classify/stored-model.ts';
import { trainModel } from '../../lib/classify/training/train.ts';
import { unpackModel } from '../fixtures/packed-model.ts';
import { toyItems, toyLexicon } from '../fixtures/toy-corpus.ts';

const { model: packed } = trainModel(toyItems, toyLexicon, () => {});
const stored = unpackModel(packed);
const model = parseModel(packed);
const read = (title: string, summary = '', of: Model = model) => readFeatures(of, { title, summary, language: 'en' });

const half = (table: string) => table.slice(0, Math.floor(table.length / 8) * 4);
/** The table of columns with one that no label has. */
function pointNowhere(columns: string): string {
  const bytes = Buffer.from(columns, 'base64');
  bytes[0] = modelLabels.length;
  return bytes.toString('base64');
}
/** A file of the model's format, whatever it has in it. */
const pack = (content: unknown) => packModel(content as StoredModel);
const compress = (text: string) => ({ format: 2, content: brotliCompressSync(text).toString('base64') });

describe('the file of a model', () => {
  it('is read as it was packed, and packed as the same bytes', () => {
    expect(packModel(stored)).toStrictEqual(packed);
    expect(unpackModel(packModel(stored))).toStrictEqual(stored);
    expect(packed.content.length).toBeLessThan(JSON.stringify(stored).length);
  });

  it.each<[string, unknown, string]>([
    ['is nothing', undefined, 'it is no model'],
    ['is null', null, 'it is no model'],
    ['is a text', 'model', 'it is no model'],
    ['has no format', {}, 'format undefined is unknown'],
    ['has an older format', { ...stored, format: 1 }, 'format 1 is unknown'],
    ['has a later format', { ...packed, format: 3 }, 'format 3 is unknown'],
    ['has a format that is a text', { ...packed, format: '2' }, 'format 2 is unknown'],
    ['has no content', { format: 2 }, 'its content is missing'],
    ['has content that is no text', { format: 2, content: [] }, 'its content is missing'],
    ['has empty content', { format: 2, content: '' }, 'its content is damaged'],
    ['was cut short', { ...packed, content: half(packed.content) }, 'its content is damaged'],
    ['has content that nobody compressed', { format: 2, content: btoa('{}') }, 'its content is damaged'],
    ['has no JSON in it', compress('model'), 'its content is damaged'],
    ['has null in it', compress('null'), 'it is no model'],
    ['has a text in it', compress('"model"'), 'it is no model'],
  ])('is refused where it %s', (_, wrong, why) => {
    expect(() => parseModel(wrong)).toThrow(expect.objectContaining({ code: 'model-wrong' }));
    expect(() => parseModel(wrong)).toThrow(why);
  });
});

describe('a stored model is refused', () => {
  it.each<[string, unknown, string]>([
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
    ['without a network', { ...stored, network: null }, 'its network is missing'],
    ...(['reads', 'scales', 'embedding'] as const).map((part): [string, unknown, string] => [
      `with half the ${part} of its network`,
      { ...stored, network: { ...stored.network, [part]: half(stored.network[part]) } },
      'a table of its network is cut short',
    ]),
    ...(['bias', 'output', 'outputBias'] as const).map((part): [string, unknown, string] => [
      `with a number short in the ${part} of its network`,
      { ...stored, network: { ...stored.network, [part]: stored.network[part].slice(1) } },
      'a table of its network is cut short',
    ]),
    [
      'with a text for a number of its network',
      { ...stored, network: { ...stored.network, bias: ['1'] } },
      'cut short',
    ],
    ['with more units than its network has', { ...stored, network: { ...stored.network, units: 49 } }, 'cut short'],
    ['with half its senses', { ...stored, senses: { tags: '' } }, 'its senses are missing'],
    ['with senses that are no texts', { ...stored, senses: { tags: '', words: { en: [] } } }, 'its senses are missing'],
  ])('%s', (_, wrong, why) => {
    expect(() => parseModel(pack(wrong))).toThrow(expect.objectContaining({ code: 'model-wrong' }));
    expect(() => parseModel(pack(wrong))).toThrow(why);
  });

  it.each(Object.keys(stored) as (keyof StoredModel)[])('without its %s', (part) => {
    const { [part]: _, ...rest } = stored;
    for (const wrong of [rest, { ...stored, [part]: null }, { ...stored, [part]: 7 }]) {
      expect(() => parseModel(pack(wrong))).toThrow(expect.objectContaining({ code: 'model-wrong' }));
    }
  });
});

/** The part of a label's score that comes from no feature, while the same hidden units are active. */
function constantOf({ hidden }: KnownFeatures, column: number): number {
  const { slope, networkSlope, bias, offset, network } = model;
  const active = Array.from(hidden, (value, unit) =>
    value > 0 ? (network.bias[unit] ?? 0) * (network.output[column * network.units + unit] ?? 0) : 0,
  );
  const networkBias = active.reduce((sum, part) => sum + part, network.outputBias[column] ?? 0);
  return (slope[column] ?? 0) * (bias[column] ?? 0) + (networkSlope[column] ?? 0) * networkBias + (offset[column] ?? 0);
}

describe('a model that was read', () => {
  it('knows a feature for each that was stored, and names of any kind', () => {
    expect(model.space.size()).toBe(stored.features.split('\n').length);
    expect(model.starts.at(-1)).toBe(model.weights.length);
    const later = parseModel(packModel({ ...stored, names: { ...stored.names, 'space-agency': 'Orbita' } }));
    expect([...later.names.spaced.keys()].toSorted()).toEqual(['Orbita', 'Quillmont', 'Zephyrine']);
  });

  it('weighs the features that it knows, in all by one', () => {
    const known = read('Zephyrine goes dark', 'Qwxyz went down.');
    expect(known.values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1);
    expect(known.norm).toBeGreaterThan(1);
    expect(known.words).toContain('Zephyrine');
    expect(known.words.join(' ')).not.toContain('Qwxyz');
    expect(read('')).toMatchObject({ indices: [], values: [], words: [], norm: 1, adjusted: [] });
  });

  it('counts each feature as telling as it is rare, and one that it does not know as much as the rarest', () => {
    const rarities = Array.from({ length: model.space.size() }, (_, place) => weighPlace(model, place));
    expect(rarities).toEqual([...model.rarity]);
    expect(Math.min(...rarities)).toBeGreaterThanOrEqual(1);
    for (const unknown of [-1, model.space.size()])
      expect(weighPlace(model, unknown)).toBeGreaterThanOrEqual(Math.max(...rarities));
  });

  it('gives every label a probability, also where it knows no word', () => {
    for (const known of [read('Zephyrine goes dark'), read('Qwxyz'), read('')]) {
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
      const known = read('Zephyrine goes dark', 'The system went down; our soil needs its own network.');
      const evidence = weighEvidence(model, known, column);
      const weights = evidence.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      const score = weights.reduce((sum, weight) => sum + weight, constantOf(known, column));
      expect(score).toBeCloseTo(sumScores(model, known)[column] ?? 0, 8);
      expect(1 / (1 + Math.exp(-score))).toBeCloseTo(scoreLabels(model, known)[column] ?? 0, 8);
    },
  );

  it('names the heaviest features alone where asked for, and none that speaks against the label', () => {
    const column = modelLabels.indexOf('topic:outage');
    const known = read('Zephyrine goes dark', 'Hackers published files as the system went down.');
    const all = weighEvidence(model, known, column);
    expect(all.some(({ weight }) => weight < 0)).toBe(true);
    const heaviest = weighEvidence(model, known, column, 3);
    expect(heaviest.length).toBeGreaterThan(0);
    expect(heaviest.length).toBeLessThanOrEqual(3);
    expect(heaviest.every(({ weight }) => weight > 0)).toBe(true);
    const many = weighEvidence(model, known, column, 1000);
    expect(many.map(({ words }) => words)).toEqual(expect.arrayContaining(heaviest.map(({ words }) => words)));
  });

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

describe('a model that corrections adjusted', () => {
  const rail = modelLabels.indexOf('sector:rail');
  const aviation = modelLabels.indexOf('sector:aviation');
  const adjustment: Adjustment = {
    dark: [
      [rail, 0.5],
      [aviation, -0.25],
    ],
    drone: [[rail, 1]],
    'drone swarm': [[rail, 2]],
    '#gang': [[rail, 1]],
  };
  const adjusted = adjustModel(model, adjustment);
  const differenceOf = (column: number, title: string, summary = ''): number =>
    (sumScores(adjusted, read(title, summary, adjusted))[column] ?? 0) -
    (sumScores(model, read(title, summary))[column] ?? 0);

  it('scores texts as before that have none of its features', () => {
    for (const { title, summary } of toyItems.filter((item) => !/dark/.test(item.title)))
      expect(scoreLabels(adjusted, read(title, summary, adjusted))).toEqual(scoreLabels(model, read(title, summary)));
  });

  it.each([
    ['that the model knows', 'Zephyrine goes dark'],
    ['that the model does not know', 'Zephyrine sends a drone'],
  ])('gives a label more for a word %s: %s', (_, title) => {
    expect(differenceOf(rail, title)).toBeGreaterThan(0);
  });

  it('takes from a label where it is so told, and leaves the others alone', () => {
    expect(differenceOf(aviation, 'Zephyrine goes dark')).toBeLessThan(0);
    for (const [column] of modelLabels.entries())
      if (column !== rail && column !== aviation) expect(differenceOf(column, 'Zephyrine goes dark')).toBe(0);
  });

  it('knows two words in a row, though it knew neither', () => {
    const [apart, together] = ['Zephyrine: swarm drone', 'Zephyrine: drone swarm'].map((title) =>
      differenceOf(rail, title),
    );
    expect(together).toBeGreaterThan(apart ?? 0);
    expect(apart).toBeGreaterThan(0);
  });

  it('does not let what only it knows weigh on what the model knew', () => {
    expect(differenceOf(aviation, 'Zephyrine sends a drone swarm')).toBe(0);
    const known = read('Zephyrine sends a drone', '', adjusted);
    expect(known.norm).toBe(read('Zephyrine sends a drone').norm);
    expect(known.words).not.toContain('drone');
  });

  it('explains with the words that it was corrected by', () => {
    const known = read('Zephyrine sends a drone', '', adjusted);
    expect(weighEvidence(adjusted, known, rail)[0]).toMatchObject({ words: 'drone' });
    const weights = weighEvidence(adjusted, known, rail).reduce(
      (sum, { weight }) => sum + weight,
      constantOf(known, rail),
    );
    expect(weights).toBeCloseTo(sumScores(adjusted, known)[rail] ?? 0, 10);
  });

  it('leaves the shipped one as it was', () => {
    expect(model.adjustment).toBeUndefined();
    expect(findKey(model.space, 'drone')).toBeLessThan(0);
    expect(adjustModel(model, {}).space.size()).toBe(model.space.size());
    expect(differenceOf(rail, '')).toBe(0);
  });
});
