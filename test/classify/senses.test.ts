import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSenses, createSenseIndex } from '../../lib/classify/senses.ts';
import { stemWord } from '../../lib/classify/tokens.ts';

const index = createSenseIndex(
  compileSenses({
    en: 'airline\tair\nairlines\tair,business\ncrash\tfailing,computer\n',
    de: 'Flughafen\tair\nAbsturz\tfailing\n',
    zh: '机场\tair\n',
  }),
);
const find = (word: string, language: string) => index.find(stemWord(word, language), language);

describe('the senses of a word', () => {
  it.each([
    ['en', 'crash', ['failing', 'computer']],
    ['en', 'Crashes', ['failing', 'computer']],
    ['de', 'Flughafens', ['air']],
    ['zh', '机场', ['air']],
  ])('are found in any inflection, %s: %s', (language, word, senses) => {
    expect(find(word, language)?.toSorted()).toEqual(senses.toSorted());
  });

  it('are those of all words of its stem', () => {
    expect(find('airline', 'en')?.toSorted()).toEqual(['air', 'business']);
  });

  it.each([
    ['a word that has none', 'en', 'table'],
    ['a word of another language', 'en', 'Absturz'],
    ['a language without a lexicon', 'fi', 'crash'],
    ['an empty word', 'en', ''],
    ['a word that objects have', 'en', 'constructor'],
  ])('are unknown for %s', (_, language, word) => {
    expect(find(word, language)).toBeUndefined();
  });

  it('leave out lines that are not a word and its tags', () => {
    const { words } = compileSenses({ en: '\n\nair\n\tair\nrail\t\nship\tship\n' });
    const { find: look } = createSenseIndex({ tags: 'ship', words });
    expect(['air', 'rail', 'ship'].map((word) => look(word, 'en'))).toEqual([undefined, undefined, ['ship']]);
  });

  it('are found again in what was stored, whatever words and tags there are', () => {
    const word = fc.stringMatching(/^[a-zäé]{1,12}$/);
    const tags = fc.uniqueArray(fc.constantFrom('air', 'rail', 'ship', 'bank'), { minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(word, tags), (lexicon) => {
        const lines = Object.entries(lexicon).map(([one, senses]) => `${one}\t${senses.join()}`);
        const { find: look } = createSenseIndex(JSON.parse(JSON.stringify(compileSenses({ en: lines.join('\n') }))));
        for (const [one, senses] of Object.entries(lexicon))
          expect(look(stemWord(one, 'en'), 'en')).toEqual(expect.arrayContaining(senses));
      }),
    );
  });

  it('are stored as the same bytes in whichever order the words of a tag set come', () => {
    const lines = ['airline\tair', 'airport\tair', 'crash\tfailing'];
    const [one, other] = [lines, [lines[1], lines[0], lines[2]]].map((some) =>
      JSON.stringify(compileSenses({ en: some.join('\n') })),
    );
    expect(one).toBe(other);
  });
});

describe('the lexicon of senses', () => {
  const folder = fileURLToPath(new URL('../../lib/classify/senses/', import.meta.url));
  const files = readdirSync(folder);
  const read = (file: string) =>
    readFileSync(`${folder}${file}`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
  const englishTags = new Set(read('en.tsv').flatMap(([, tags]) => tags?.split(',') ?? []));

  it('speaks eight languages', () => {
    expect(files.map((file) => basename(file, '.tsv')).sort()).toEqual([
      'de',
      'en',
      'es',
      'fr',
      'ja',
      'pt',
      'ru',
      'zh',
    ]);
  });

  it.each(files)('has a word and its tags in every line, the tags the same in every language: %s', (file) => {
    const lines = read(file);
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter((cells) => cells.length !== 2 || !cells[0] || !cells[1])).toEqual([]);
    const unknown = lines.flatMap(([, tags]) => tags?.split(',') ?? []).filter((tag) => !englishTags.has(tag));
    expect(unknown).toEqual([]);
  });
});
