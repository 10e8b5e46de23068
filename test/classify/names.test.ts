import { describe, expect, it } from 'vitest';
import { createNameIndex, matchNames } from '../../lib/classify/names.ts';
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

const find = (text: string, language = 'en'): string[] =>
  matchNames(text, tokenize(text, language), index).map((hit) => `${hit.text}: ${hit.sector}`);

describe('names of organisations in a text', () => {
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
});
