import { describe, expect, it } from 'vitest';
import { tokenize } from '../../lib/classify/tokens.ts';

const textsOf = (text: string, language: string): string[] => tokenize(text, language).map((token) => token.text);
const stemsOf = (text: string, language: string): string[] => tokenize(text, language).map(({ stem }) => stem);

describe('the words of a text', () => {
  it('keeps identifiers, contractions and hyphenated words whole', () => {
    expect(textsOf("CVE-2024-3094: don't patch on-call, says U.S. agency", 'en')).toEqual([
      'CVE-2024-3094',
      "don't",
      'patch',
      'on-call',
      'says',
      'U.S',
      'agency',
    ]);
  });

  it('breaks Chinese and Japanese into words', () => {
    expect(textsOf('网络主权是前提', 'zh')).toEqual(['网络', '主权', '是', '前提']);
    expect(textsOf('障害が発生した', 'ja').length).toBeGreaterThan(2);
  });

  it.each([
    ['en', 'airlines', 'airline'],
    ['es', 'ataques', 'ataque'],
    ['fr', 'attaques', 'attaque'],
    ['de', 'Angriffe', 'Angriff'],
    ['pt', 'bancos', 'banco'],
    ['ru', 'атаки', 'атака'],
  ])('%s: %s and %s have one stem', (language, one, other) => {
    expect(stemsOf(one, language)).toEqual(stemsOf(other, language));
  });

  it('drops the possessive', () => {
    expect(stemsOf("Maersk's Maersk’s Maersk", 'en')).toEqual(['maersk', 'maersk', 'maersk']);
  });

  it('knows names by their capital or figure', () => {
    expect(tokenize('Delta halts 400 flights', 'en').map(({ isName }) => isName)).toEqual([true, false, true, false]);
  });

  it('reads a bounded part of a book', () => {
    expect(tokenize('word '.repeat(200_000), 'en')).toHaveLength(600);
    expect(tokenize('字'.repeat(1_000_000), 'zh').length).toBeLessThanOrEqual(600);
    expect(tokenize('x'.repeat(1_000_000), 'en')).toEqual([]);
  });

  it.each([
    ['en', 'Trains stopped. Why? Version 2.1 ran; buses did not', [0, 0, 1, 2, 2, 2, 3, 3, 3]],
    ['en', 'It is down!!! "Again." (Twice.) Fixed', [0, 0, 0, 1, 2, 3]],
    ['de', 'Züge stehen. Busse fahren', [0, 0, 1, 1]],
    ['en', 'Wait.what', [0]],
  ])('knows the sentence of each, %s: %s', (language, text, sentences) => {
    expect(tokenize(text, language).map(({ sentence }) => sentence)).toEqual(sentences);
  });

  it('reads the same text in each language by itself', () => {
    const stems = ['en', 'de', 'en', 'de'].map((language) => stemsOf('Running trains', language).join(' '));
    expect(stems).toEqual(['run train', 'running train', 'run train', 'running train']);
  });
});
