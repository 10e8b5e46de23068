import { describe, expect, it } from 'vitest';
import { compileConcepts, createConceptIndex } from '../../lib/classify/concepts.ts';
import { extractFeatures, type Lexicon, type Readable } from '../../lib/classify/features.ts';
import { createNameIndex } from '../../lib/classify/names.ts';

const lexicon: Lexicon = {
  names: createNameIndex([
    ['Norvale Airways', 'aviation'],
    ['Halden Bank', 'banking'],
    ['南北航空', 'aviation'],
  ]),
  concepts: createConceptIndex(
    compileConcepts(['outage\toutage|service failure\tinterrupción\tpanne\tAusfall\tfalha\tсбой\t故障\t障害']),
  ),
};

/** What each feature is worth, and of which words of the text, by its key. */
function extract(article: Partial<Readable>) {
  const { keys, values, words } = extractFeatures({ title: '', summary: '', language: 'en', ...article }, lexicon);
  expect(values).toHaveLength(keys.length);
  expect(words).toHaveLength(keys.length);
  expect(new Set(keys).size).toBe(keys.length);
  return new Map(keys.map((key, i) => [key, { value: values[i] ?? 0, words: words[i] }]));
}

const worthOf = (features: ReturnType<typeof extract>, key: string) => features.get(key)?.value ?? 0;

/** The features that stand for words of the text. */
const wordsOf = (features: ReturnType<typeof extract>) =>
  [...features].flatMap(([key, { words }]) => (words ? [[key, words]] : []));
const keysOf = (features: ReturnType<typeof extract>) => wordsOf(features).map(([key]) => key);

describe('the features of an article', () => {
  it('are its words and its pairs of words, with the words of the text that they stand for', () => {
    expect(wordsOf(extract({ summary: 'Flights were grounded' }))).toEqual([
      ['flight', 'Flights'],
      ['were', 'were'],
      ['flight were', 'Flights were'],
      ['ground', 'grounded'],
      ['were ground', 'were grounded'],
    ]);
  });

  it('are worth more in the title, and marked as such', () => {
    const [title, summary] = [extract({ title: 'Flights' }), extract({ summary: 'Flights' })];
    expect(keysOf(title)).toEqual(['flight', '^flight']);
    expect(keysOf(summary)).toEqual(['flight']);
    expect(worthOf(title, 'flight') + worthOf(title, '^flight')).toBeGreaterThan(worthOf(summary, 'flight'));
  });

  it('grow with repetition, but slower than it', () => {
    const [once, twice, thrice] = [1, 2, 3].map((times) =>
      worthOf(extract({ summary: 'fire. '.repeat(times) }), 'fire'),
    );
    expect(twice).toBeGreaterThan(once ?? 0);
    expect(thrice).toBeGreaterThan(twice ?? 0);
    expect(thrice).toBeLessThan(3 * (once ?? 0));
  });

  it.each([
    ['400 flights', '900 flights'],
    ['CVE-2024-3094', 'CVE-2021-44228'],
    ['1.5 million flights', '2.25 million flights'],
  ])('are the same for %s and %s', (one, other) => {
    expect([...extract({ summary: one }).keys()]).toEqual([...extract({ summary: other }).keys()]);
  });

  it.each([
    ['en', 'A service failure', 'service failure'],
    ['de', 'Der Ausfall', 'Ausfall'],
    ['fr', 'Une panne', 'panne'],
    ['zh', '系统故障', '故障'],
    ['ja', '予約システムの障害', '障害'],
  ])('name a concept of any language in its own words: %s, %s', (language, summary, words) => {
    expect(extract({ summary, language }).get('%outage')?.words).toBe(words);
    expect(extract({ title: summary, language }).get('^%outage')?.words).toBe(words);
  });

  it.each([
    ['en', 'The desks of Norvale Airways went dark', 'Norvale Airways'],
    ['zh', '南北航空系统瘫痪', '南北航空'],
  ])('name the sector of a known organisation: %s, %s', (language, summary, words) => {
    expect(extract({ summary, language }).get('#aviation')?.words).toBe(words);
    expect(extract({ title: summary, language }).get('#^aviation')?.words).toBe(words);
  });

  it.each(['an analyst at Halden Bank said', 'Halden Bank economist Mary Roe said'])(
    'tell the employer of a commentator from somebody who is hit: %s',
    (summary) => {
      const features = extract({ summary });
      expect(features.has('#"banking')).toBe(true);
      expect(features.has('#banking')).toBe(false);
    },
  );

  it('say whether anything digital is named, in no words of the text', () => {
    const cues = ['Ransomware encrypted the server', 'The system was slow', 'Bread was baked'].map((summary) =>
      [...extract({ summary })].filter(([key]) => key.startsWith('!')).map(([key, { words }]) => [key, words]),
    );
    expect(cues).toEqual([[['!strong', '']], [['!weak', '']], [['!none', '']]]);
  });

  it('say who publishes, in no words of the text', () => {
    const publisher = { name: 'Canglan Ribao', country: 'CN', ownership: 'state' } as const;
    const features = extract({ summary: 'Rules', publisher });
    expect(features.get('@state')?.words).toBe('');
    expect(features.get('@CN')?.words).toBe('');
    expect([...features.keys()].some((key) => key.includes('Canglan'))).toBe(false);
    expect([...extract({ summary: 'Rules' }).keys()].some((key) => key.startsWith('@'))).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['marks', '… — !?'],
    ['line breaks', '\n\n'],
  ])('of %s are none', (_, summary) => {
    expect(extract({ summary }).size).toBe(0);
  });

  it('are bounded and every one finite, whatever is sent', () => {
    const features = extract({ title: 'x '.repeat(100_000), summary: 'word1 Word2, '.repeat(100_000) });
    expect(features.size).toBeLessThan(50);
    for (const { value } of features.values()) expect(value).toBeGreaterThan(0);
    for (const { value } of features.values()) expect(value).toBeLessThan(20);
  });
});
