import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileConcepts, createConceptIndex, matchConcepts } from '../../lib/classify/concepts.ts';
import { tokenize } from '../../lib/classify/tokens.ts';

const index = createConceptIndex(
  compileConcepts([
    'down\twent down|fell over\tse cayó\ttombé en panne\tfiel aus\tcaiu\tне работает\t宕机\tダウンした',
    'passenger\tpassenger|traveller\tpasajero\tpassager\tFahrgast\tpassageiro\tпассажир\t旅客\t乗客',
    'stranded\tstranded passenger\tvarado\tbloqué\tgestrandet\tretido\tзастрял\t滞留\t足止め',
    'data-law\tdata protection law|GDPR\tley de datos\tRGPD\tDSGVO\tLGPD\tGDPR\tGDPR\tGDPR',
  ]),
);

const find = (text: string, language: string): string[] =>
  matchConcepts(text, tokenize(text, language), language, index).map((hit) => `${hit.id}: ${hit.text}`);

describe('concepts in a text', () => {
  it('are found in any inflection', () => {
    expect(find('Travellers waited', 'en')).toEqual(['passenger: Travellers']);
  });

  it('are found by the longest wording at a place', () => {
    expect(find('Stranded passengers slept on the floor', 'en')).toEqual(['stranded: Stranded passengers']);
  });

  it.each([
    ['es', 'Pasajeros esperan', 'passenger: Pasajeros'],
    ['de', 'Das Netz fiel aus', 'down: fiel aus'],
    ['ru', 'Сайт не работает', 'down: не работает'],
    ['zh', '大量旅客在机场', 'passenger: 旅客'],
    ['ja', 'システムがダウンした', 'down: ダウンした'],
    ['zh', '欧盟依据GDPR罚款', 'data-law: GDPR'],
  ])('%s: %s', (language, text, hit) => {
    expect(find(text, language)).toEqual([hit]);
  });

  it.each([
    ['en', 'Passengers waited. The system went down; travellers left', [0, 1, 2]],
    ['zh', '旅客滞留。系统宕机！乘客等待，旅客离开', [0, 0, 1, 2]],
    ['ja', '乗客が足止め。システムがダウンした', [0, 0, 1]],
  ])('are told with the sentence that they stand in, %s: %s', (language, text, sentences) => {
    const hits = matchConcepts(text, tokenize(text, language), language, index);
    expect(hits.map(({ sentence }) => sentence)).toEqual(sentences);
  });

  it('are those of the index that is asked, whichever was asked of the same words before', () => {
    const other = createConceptIndex(compileConcepts(['traveller\ttraveller']));
    const tokens = tokenize('Travellers waited', 'en');
    const ids = [index, other, index].map((one) =>
      matchConcepts('Travellers waited', tokens, 'en', one).map(({ id }) => id),
    );
    expect(ids).toEqual([['passenger'], ['traveller'], ['passenger']]);
  });

  it('are not sought in languages that the lexicon does not have', () => {
    expect(find('Passengers went down', 'it')).toEqual([]);
  });
});

describe('the lexicon', () => {
  const folder = fileURLToPath(new URL('../../lib/classify/concepts/', import.meta.url));
  const lines = readdirSync(folder).flatMap((file) =>
    readFileSync(`${folder}${file}`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ file, cells: line.split('\t') })),
  );

  it('has nine columns and an English wording in every line', () => {
    expect(lines.filter(({ cells }) => cells.length !== 9 || !cells[1]).map(({ cells }) => cells[0])).toEqual([]);
  });

  it('uses each id once', () => {
    const ids = lines.map(({ cells }) => cells[0]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
