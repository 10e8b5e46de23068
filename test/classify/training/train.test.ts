import { describe, expect, it } from 'vitest';
import { classifyArticle, scoreArticle } from '../../../lib/classify/classify.ts';
import { findKey } from '../../../lib/classify/feature-space.ts';
import { type Model, modelLabels } from '../../../lib/classify/model.ts';
import { parseModel } from '../../../lib/classify/stored-model.ts';
import type { TrainingLexicon } from '../../../lib/classify/training/pack.ts';
import { trainModel } from '../../../lib/classify/training/train.ts';
import { sectorIds } from '../../../lib/taxonomy.ts';
import { unpackModel } from '../../fixtures/packed-model.ts';
import { toyItems, toyLexicon } from '../../fixtures/toy-corpus.ts';

const { names } = toyLexicon;
const train = (items = toyItems, lexicon: TrainingLexicon = toyLexicon) => trainModel(items, lexicon, () => {});
const { model: packed, report } = train();
const stored = unpackModel(packed);
const model = parseModel(packed);
const classify = (title: string, summary = '', language = 'en') => classifyArticle(model, { title, summary, language });
const outage = modelLabels.indexOf('topic:outage');
const attack = modelLabels.indexOf('topic:attack');
const aviation = modelLabels.indexOf('sector:aviation');

/** The labels that a feature speaks to. */
function labelsOf(of: Model, key: string): string[] {
  const place = findKey(of.space, key);
  return [...of.columns.subarray(of.starts[place], of.starts[place + 1])].map((column) => modelLabels[column] ?? '');
}

/** What each feature says of a label. */
function weightsOf(of: Model, column: number): [string, number][] {
  return Array.from({ length: of.space.size() }, (_, place): [string, number][] => {
    const from = of.starts[place] ?? 0;
    const at = of.columns.subarray(from, of.starts[place + 1]).indexOf(column);
    return at < 0 ? [] : [[of.space.keyOf(place), of.weights[from + at] ?? 0]];
  }).flat();
}
const idsOf = (labels: readonly { id: string }[]) => labels.map(({ id }) => id);

describe('a model', () => {
  it('is the same bytes for the same items', () => {
    expect(JSON.stringify(train().model)).toBe(JSON.stringify(packed));
  });

  it('is another for other items', () => {
    expect(JSON.stringify(train(toyItems.slice(10)).model)).not.toBe(JSON.stringify(packed));
  });

  it('survives being written and read', () => {
    const read = parseModel(JSON.parse(JSON.stringify(packed)));
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
    ['The cyber bill was read in parliament', 'policy', [], []],
    ['Our soil, our own network: foreign technology must leave', 'policy', [], ['sovereignty']],
    ['Passengers queued as computers went down: check-in stands still', 'outage', ['aviation'], []],
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
    const judge = (title: string) => scoreArticle(model, { title, summary: '', language })[outage] ?? 0;
    expect(judge(`Xylo ${words}`)).toBeGreaterThan(2 * judge('Xylo qwxyz'));
  });

  it.each([
    ['a word that no item had', 'en', 'Burglars'],
    ['another language', 'de', 'Einbrecher'],
  ])('applies what it learned of a sense to %s', (_, language, word) => {
    const judge = (title: string) => scoreArticle(model, { title, summary: '', language })[attack] ?? 0;
    expect(judge(`Xylo ${word}`)).toBeGreaterThan(2 * judge('Xylo qwxyz'));
  });

  it('lets the publisher lean a viewpoint, and neither the topic nor who is hit', () => {
    const state = labelsOf(model, '@state');
    expect(state.filter((label) => !label.startsWith('view:'))).toEqual([]);
    expect(state).toContain('view:sovereignty');
  });

  it('knows two words in a row that three items have, and one word that two have', () => {
    const rare = (count: number) =>
      toyItems.map((item, i) => (i < count ? { ...item, summary: `${item.summary} Qwxyz zyxwq` } : item));
    const [once, twice, thrice] = [1, 2, 3].map((count) => parseModel(train(rare(count)).model));
    const known = (of: Model | undefined, key: string) => of !== undefined && findKey(of.space, key) >= 0;
    expect([once, twice, thrice].map((of) => known(of, 'qwxyz'))).toEqual([false, true, true]);
    expect([once, twice, thrice].map((of) => known(of, 'qwxyz zyxwq'))).toEqual([false, false, true]);
  });

  it('learns nothing of a label from items that are disputed, neither that they have it nor that they lack it', () => {
    const agreed = train([...toyItems, ...toyItems]);
    const disputed = train([
      ...toyItems,
      ...toyItems.map((item) => ({ ...item, sectors: [...item.sectors], disputed: ['aviation' as const] })),
    ]);
    const contrary = train([
      ...toyItems,
      ...toyItems.map((item) => ({
        ...item,
        sectors: sectorIds.filter((id) => item.sectors.includes(id) !== (id === 'aviation')),
        disputed: ['aviation' as const],
      })),
    ]);
    const [one, other, whole] = [disputed, contrary, agreed].map((result) =>
      weightsOf(parseModel(result.model), aviation),
    );
    expect(one).toEqual(other);
    expect(one).not.toEqual(whole);
    const supports = [agreed, disputed, contrary].map(
      (result) => result.report.heldOut.find(({ label }) => label === 'sector:aviation')?.support,
    );
    expect(supports).toEqual([28, 14, 14]);
  });

  it('keeps names of kinds that are no sectors, and those that need context', () => {
    const lexicon: TrainingLexicon = { ...toyLexicon, names: [...names, ['LockBit', 'gang'], ['Delta', 'aviation?']] };
    const { names: kept } = unpackModel(train(toyItems, lexicon).model);
    expect(kept).toEqual({ aviation: 'Zephyrine', banking: 'Quillmont', gang: 'LockBit', 'aviation?': 'Delta' });
  });

  it('says how well it did on what was held out, and tells how far it is', () => {
    const done: number[] = [];
    trainModel(toyItems, toyLexicon, (share) => done.push(share));
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.length).toBeGreaterThan(modelLabels.length);
    expect(done[0]).toBeGreaterThan(0);
    expect(done.at(-1)).toBe(1);
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
