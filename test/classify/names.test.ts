import { describe, expect, it } from 'vitest';
import { addNames, contextMark, createNameIndex, matchNames, type NameHit } from '../../lib/classify/names.ts';
import { tokenize } from '../../lib/classify/tokens.ts';

const index = createNameIndex([
  ['Shell', 'energy'],
  ['Norvale', 'retail'],
  ['Norvale Airways', 'aviation'],
  ["King's College Hospital", 'healthcare'],
  ['AT&T', 'telecom'],
  ['Сбербанк', 'banking'],
  ['中国银行', 'banking'],
  ['中国', 'government'],
]);

const hitsIn = (text: string, language = 'en', names = index): NameHit[] =>
  matchNames(text, tokenize(text, language), names);
const find = (text: string, language = 'en', names = index): string[] =>
  hitsIn(text, language, names).map((hit) => `${hit.text}: ${hit.kind}`);

describe('names in a text', () => {
  it('takes the longest', () => {
    expect(find('Norvale Airways cancelled flights; Norvale shops stayed open')).toEqual([
      'Norvale Airways: aviation',
      'Norvale: retail',
    ]);
  });

  it('minds capitals and word boundaries', () => {
    expect(find('a shell script, Shellfish, and SHELL')).toEqual([]);
    expect(find('Shell, the oil company')).toEqual(['Shell: energy']);
  });

  it('finds names with possessives and signs', () => {
    expect(find("At King's College Hospital")).toEqual(["King's College Hospital: healthcare"]);
    expect(find("Shell's pumps and AT&T’s masts")).toEqual(["Shell's: energy", 'AT T’s: telecom']);
  });

  it('finds names in their own scripts', () => {
    expect(find('Клиенты Сбербанк жалуются', 'ru')).toEqual(['Сбербанк: banking']);
    expect(find('昨日中国银行系统故障', 'zh')).toEqual(['中国银行: banking']);
  });

  it('stand for each of their kinds, which need not be sectors', () => {
    const many = createNameIndex([
      ['LockBit', 'gang'],
      ['Telegram', 'platform'],
      ['Telegram', 'media'],
      ['Telegram', 'media'],
    ]);
    expect(find('LockBit wrote on Telegram', 'en', many)).toEqual([
      'LockBit: gang',
      'Telegram: platform',
      'Telegram: media',
    ]);
  });

  it('need other words beside them where they are marked, each kind by itself', () => {
    const marked = createNameIndex([
      ['Delta', `aviation${contextMark}`],
      ['Delta', 'gang'],
      ['春秋', `aviation${contextMark}`],
    ]);
    const needs = (text: string, language: string) =>
      hitsIn(text, language, marked).map(({ kind, needsContext }) => [kind, needsContext]);
    expect(needs('The desks of Delta', 'en')).toEqual([
      ['aviation', true],
      ['gang', false],
    ]);
    expect(needs('昨日春秋系统故障', 'zh')).toEqual([['aviation', true]]);
  });

  it('tell where they stand: the word, how many words, and the sentence', () => {
    const where = (text: string, language: string) =>
      hitsIn(text, language).map(({ at, length, sentence }) => ({ at, length, sentence }));
    expect(where('Trains ran. The desks of Norvale Airways did not! Shell said nothing.', 'en')).toEqual([
      { at: 5, length: 2, sentence: 1 },
      { at: 9, length: 1, sentence: 2 },
    ]);
    expect(where('系统故障。中国银行称正在抢修！中国回应', 'zh')).toEqual([
      { at: -1, length: 0, sentence: 1 },
      { at: -1, length: 0, sentence: 2 },
    ]);
  });
});

describe('more names beside others', () => {
  const more = addNames(index, [
    ['Norvale', 'rail'],
    ['Shell Bank', 'banking'],
    ['中国', 'education'],
  ]);

  it('are found, and so are the others', () => {
    expect(find('Shell Bank and Shell', 'en', more)).toEqual(['Shell Bank: banking', 'Shell: energy']);
  });

  it.each([
    ['en', 'Norvale stopped', 'Norvale: rail'],
    ['zh', '中国回应', '中国: education'],
  ])('take precedence over those that are as long: %s, %s', (language, text, hit) => {
    expect(find(text, language, more)).toEqual([hit]);
  });

  it.each([
    ['en', 'Norvale Airways stopped', 'Norvale Airways: aviation'],
    ['zh', '中国银行称', '中国银行: banking'],
  ])('give way to a longer one: %s, %s', (language, text, hit) => {
    expect(find(text, language, more)).toEqual([hit]);
  });

  it('leave the others as they were', () => {
    expect(find('Shell Bank of Norvale')).toEqual(['Shell: energy', 'Norvale: retail']);
    expect(addNames(index, [])).toBe(index);
  });
});
