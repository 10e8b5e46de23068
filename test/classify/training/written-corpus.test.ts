import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type LabelledItem, parseLabelledItems } from '../../../lib/classify/training/corpus.ts';
import { sectorIds, viewpointIds } from '../../../lib/taxonomy.ts';

interface Written extends LabelledItem {
  /** File and line. */
  at: string;
  shingles: Set<string>;
}

/** Two items of the corpus may have so much in common of what both have (Jaccard). */
const maxLikeness = 0.5;
/** So much of an item of the corpus may stand in one item that we are measured on, and so much of that in one of the corpus. */
const maxShareInEvaluation = 0.2;
const maxShareOfEvaluation = 0.5;

const corpusFolder = fileURLToPath(new URL('../../../lib/classify/training/corpus/', import.meta.url));
const evaluationFolder = fileURLToPath(new URL('../../../../shared/eval/', import.meta.url));
const isMeasured = existsSync(evaluationFolder);

const files = listFiles(corpusFolder);
const corpus = files.flatMap((file) => readItems(corpusFolder, file));

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort();
}

function readItems(folder: string, file: string): Written[] {
  const items = parseLabelledItems(readFileSync(`${folder}${file}`, 'utf8'), file);
  return items.map((item, i) => ({ ...item, at: `${file}:${i + 1}`, shingles: createShingles(item) }));
}

/** Runs of five words, or of eight characters where no spaces part words; case and signs do not count. */
function createShingles({ title, summary, language }: LabelledItem): Set<string> {
  const text = `${title} ${summary}`.normalize('NFKC').toLowerCase();
  const isUnspaced = language === 'zh' || language === 'ja';
  const units = text.match(isUnspaced ? /[\p{L}\p{N}]/gu : /[\p{L}\p{N}]+/gu) ?? [];
  const length = isUnspaced ? 8 : 5;
  const shingles = new Set<string>();
  for (let i = 0; i + length <= units.length; i++) shingles.add(units.slice(i, i + length).join(' '));
  return shingles;
}

/** The items by each of their shingles. */
const byShingle = new Map<string, Written[]>();
for (const item of corpus) {
  for (const shingle of item.shingles) {
    const known = byShingle.get(shingle);
    if (known) known.push(item);
    else byShingle.set(shingle, [item]);
  }
}

/** The items of the corpus that share shingles with an item, and how many. */
function countShared({ shingles }: Written): Map<Written, number> {
  const shared = new Map<Written, number>();
  for (const shingle of shingles) {
    for (const other of byShingle.get(shingle) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  return shared;
}

describe('the written corpus', () => {
  it.each(files)('can be read, with labels of the taxonomy alone: %s', (file) => {
    expect(readItems(corpusFolder, file).length).toBeGreaterThan(0);
  });

  it.each(sectorIds)('has at least 150 items of %s', (id) => {
    expect(corpus.filter(({ sectors }) => sectors.includes(id)).length).toBeGreaterThanOrEqual(150);
  });

  it.each(viewpointIds)('has at least 150 items of the viewpoint %s', (id) => {
    expect(corpus.filter(({ viewpoints }) => viewpoints.includes(id)).length).toBeGreaterThanOrEqual(150);
  });

  it('has at least 1,000 items of other things, none of them with a label', () => {
    const others = corpus.filter(({ topic }) => topic === 'other');
    expect(others.length).toBeGreaterThanOrEqual(1000);
    const labelled = others.filter(({ sectors, viewpoints }) => sectors.length + viewpoints.length > 0);
    expect(labelled.map(({ at }) => at)).toEqual([]);
  });

  it.each(['es', 'fr', 'de', 'pt', 'ru', 'zh', 'ja'])('has at least 200 items in %s', (language) => {
    expect(corpus.filter((item) => item.language === language).length).toBeGreaterThanOrEqual(200);
  });

  it('names each label of an item once, and organisations that stand in its text', () => {
    const repeated = corpus.filter(({ sectors, viewpoints }) => {
      return new Set([...sectors, ...viewpoints]).size < sectors.length + viewpoints.length;
    });
    expect(repeated.map(({ at }) => at)).toEqual([]);
    const missing = corpus.flatMap(({ at, title, summary, names }) =>
      Object.keys(names).flatMap((name) => (`${title} ${summary}`.includes(name) ? [] : `${at} ${name}`)),
    );
    expect(missing).toEqual([]);
  });

  it(`says nothing twice: no two items share more than ${maxLikeness} of their runs of words`, () => {
    const twins = corpus.flatMap((item) =>
      [...countShared(item)].flatMap(([other, count]) => {
        const likeness = count / (item.shingles.size + other.shingles.size - count);
        return other.at > item.at && likeness > maxLikeness ? [`${item.at} ${other.at}`] : [];
      }),
    );
    expect(twins).toEqual([]);
  });

  it('finds the items that are there twice', () => {
    const [item] = corpus;
    expect(item && countShared(item).get(item)).toBe(item?.shingles.size);
    expect(item?.shingles.size).toBeGreaterThan(10);
  });

  it.skipIf(!isMeasured)(
    `has seen nothing that it is measured on: at most ${maxShareInEvaluation} of an item's runs of words${isMeasured ? '' : ' (skipped: ../shared/eval is absent)'}`,
    () => {
      const measured = listFiles(evaluationFolder).flatMap((file) => readItems(evaluationFolder, file));
      expect(measured.length).toBeGreaterThan(200);
      const seen = measured.flatMap((item) =>
        [...countShared(item)].flatMap(([other, count]) => {
          const isSeen =
            count / other.shingles.size > maxShareInEvaluation || count / item.shingles.size > maxShareOfEvaluation;
          return isSeen ? [`${item.id} ${other.at}: ${count}`] : [];
        }),
      );
      expect(seen).toEqual([]);
    },
  );
});
