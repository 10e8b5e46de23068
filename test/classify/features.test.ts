import { describe, expect, it } from 'vitest';
import { compileConcepts, createConceptIndex } from '../../lib/classify/concepts.ts';
import { createOpenSpace } from '../../lib/classify/feature-space.ts';
import { extractFeatures, type Lexicon, type Readable } from '../../lib/classify/features.ts';
import { createNameIndex } from '../../lib/classify/names.ts';
import { compileSenses, createSenseIndex } from '../../lib/classify/senses.ts';

const lexicon: Lexicon = {
  names: createNameIndex([
    ['Norvale Airways', 'aviation'],
    ['Halden Bank', 'banking'],
    ['南北航空', 'aviation'],
    ['海岸银行', 'banking'],
    ['LockBit', 'gang'],
    ['Delta', 'aviation?'],
    ['Jet Delta', 'aviation?'],
    ['春秋', 'aviation?'],
    ['Orbita', 'space-agency?'],
  ]),
  concepts: createConceptIndex(
    compileConcepts([
      'outage\toutage|service failure\tinterrupción\tpanne\tAusfall\tfalha\tсбой\t故障\t障害',
      'not-affected\tnot affected\t\t\tnicht betroffen\t\t\t未受影响\t影響なし',
      'analyst-comment\tsaid an analyst\t\t\t\t\t\t分析师表示',
    ]),
  ),
  senses: createSenseIndex(
    compileSenses({
      en: 'jet\tair\nflights\tair,travel\nsky\tspace-agency\nmoney\tbank\nqwxyz\tsoftware\n',
      de: 'Flüge\tair\n',
      zh: '机场\tair\n',
    }),
  ),
};

/** What each feature is worth, and of which words of the text, by its key. */
function extract(article: Partial<Readable>) {
  const space = createOpenSpace();
  const { places, values, words } = extractFeatures(
    { title: '', summary: '', language: 'en', ...article },
    lexicon,
    space,
  );
  expect(values).toHaveLength(places.length);
  expect(words).toHaveLength(places.length);
  expect(new Set(places).size).toBe(places.length);
  return new Map(places.map((place, i) => [space.keyOf(place), { value: values[i] ?? 0, words: words[i] }]));
}

const worthOf = (features: ReturnType<typeof extract>, key: string) => features.get(key)?.value ?? 0;

/** The features that stand for words of the text. */
const wordsOf = (features: ReturnType<typeof extract>) =>
  [...features].flatMap(([key, { words }]) => (words ? [[key, words]] : []));
const keysOf = (features: ReturnType<typeof extract>) => wordsOf(features).map(([key]) => key);

describe('the features of an article', () => {
  it('are its words and its pairs of words, with the words of the text that they stand for', () => {
    expect(wordsOf(extract({ summary: 'Shops were grounded' }))).toEqual([
      ['shop', 'Shops'],
      ['were', 'were'],
      ['shop were', 'Shops were'],
      ['ground', 'grounded'],
      ['were ground', 'were grounded'],
    ]);
  });

  it('are worth more in the title, and marked as such', () => {
    const [title, summary] = [extract({ title: 'Shops' }), extract({ summary: 'Shops' })];
    expect(keysOf(title)).toEqual(['shop', '^shop']);
    expect(keysOf(summary)).toEqual(['shop']);
    expect(worthOf(title, 'shop') + worthOf(title, '^shop')).toBeGreaterThan(worthOf(summary, 'shop'));
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

  it('name the kind of anything else that is known', () => {
    expect(extract({ summary: 'It was LockBit' }).get('#gang')?.words).toBe('LockBit');
  });

  it('name the senses of a word, once more in the title', () => {
    const summary = extract({ summary: 'Flights' });
    expect(wordsOf(summary)).toEqual([
      ['flight', 'Flights'],
      ['=air', 'Flights'],
      ['=travel', 'Flights'],
    ]);
    const title = extract({ title: 'Flights' });
    expect(keysOf(title)).toEqual(['flight', '=air', '=travel', '^flight', '^=air', '^=travel']);
    expect(worthOf(title, '=air')).toBe(worthOf(summary, '=air'));
    expect(worthOf(title, '^=air')).toBeGreaterThan(0);
    expect(worthOf(summary, '=air')).toBeLessThan(worthOf(summary, 'flight'));
  });

  it.each([
    ['en', 'jet'],
    ['de', 'Flüge'],
    ['zh', '机场'],
  ])('have a sense in common where the words of two languages have none: %s, %s', (language, summary) => {
    expect(extract({ summary, language }).get('=air')?.words).toBe(summary);
  });

  it('are worth more of a sense that several words have', () => {
    const [one, two] = [extract({ summary: 'jet' }), extract({ summary: 'jet flights' })];
    expect(worthOf(two, '=air')).toBeGreaterThan(worthOf(one, '=air'));
    expect(two.get('=air')?.words).toBe('jet');
  });

  it.each(['an analyst at Halden Bank said', 'Halden Bank economist Mary Roe said'])(
    'tell the employer of a commentator from somebody who is hit: %s',
    (summary) => {
      const features = extract({ summary });
      expect(features.has('#"banking')).toBe(true);
      expect(features.has('#banking')).toBe(false);
    },
  );

  it.each([
    ['en', 'Norvale Airways reported an outage. Halden Bank was not affected.', '#aviation', '#~banking'],
    ['en', 'Halden Bank was not affected; Norvale Airways reported an outage.', '#aviation', '#~banking'],
    ['zh', '南北航空系统故障。海岸银行未受影响。', '#aviation', '#~banking'],
    [
      'en',
      'Norvale Airways reported an outage. It will pass, said an analyst of Halden Bank!',
      '#aviation',
      '#"banking',
    ],
    [
      'en',
      'Halden Bank was not affected, said an analyst who asked. But Norvale Airways was.',
      '#aviation',
      '#~banking',
    ],
  ])('tell by its sentence who was hit and who was not, %s: %s', (language, summary, hit, spared) => {
    const names = [...extract({ summary, language }).keys()].filter((key) => key.startsWith('#'));
    expect(names.toSorted()).toEqual([hit, spared].toSorted());
  });

  it.each([
    ['en', 'Shops were not affected', ['~shop', '~were', '~not', '~affect']],
    ['en', 'Shops were not affected. Banks closed', ['bank', 'close', 'bank close']],
    ['en', 'Banks closed; shops were not affected', ['bank', 'close', 'bank close']],
    ['en', 'Banks closed at one two three four five six seven, shops not affected', ['bank', 'close', 'bank close']],
    ['zh', '海岸银行未受影响。机场关闭。', ['机场', '关闭']],
    ['zh', '机场关闭。海岸银行未受影响。', ['机场', '关闭']],
  ])(
    'have the words of what was spared apart, and those of other sentences as they are, %s: %s',
    (language, summary, keys) => {
      const words = [...extract({ summary, language }).keys()].filter((key) => !/^~?[=%#!]/.test(key));
      expect(words).toEqual(expect.arrayContaining(keys));
      expect(words.filter((key) => keys.includes(key.replace(/^~/, '')) && key.startsWith('~'))).toEqual([]);
    },
  );

  it('have the senses of what was spared apart', () => {
    const features = extract({ title: 'Flights not affected' });
    expect(features.get('~=air')?.words).toBe('Flights');
    expect([...features.keys()].filter((key) => /^\^?=/.test(key))).toEqual([]);
  });

  it('mark a concept in a sentence that spares or comments beside what it is elsewhere', () => {
    const hit = extract({ summary: 'An outage. Nothing else.' });
    const spared = extract({ summary: 'An outage left it not affected.' });
    expect(hit.has('%~outage')).toBe(false);
    expect(spared.get('%~outage')?.words).toBe('outage');
    expect(worthOf(spared, '%outage')).toBe(worthOf(hit, '%outage'));
    expect(extract({ summary: 'An outage, said an analyst.' }).get('%"outage')?.words).toBe('outage');
  });

  it('do not let the title say how the summary speaks', () => {
    const features = extract({ title: 'Trains not affected', summary: 'Halden Bank reported an outage' });
    expect(features.has('#banking')).toBe(true);
    expect(features.has('#~banking')).toBe(false);
  });

  it.each([
    ['en', 'Delta stopped its flights', ''],
    ['en', 'Delta stopped', 'No jet flew'],
    ['zh', '春秋航班机场取消', ''],
  ])('name the sector of an ambiguous name beside a word of that sector, %s: %s. %s', (language, title, summary) => {
    expect(extract({ title, summary, language }).has('#aviation')).toBe(true);
    expect(extract({ title, summary, language }).has('#^aviation')).toBe(true);
  });

  it.each([
    ['alone', 'en', 'Delta stopped, and so did the river'],
    ['beside a word of another sector', 'en', 'Delta lost money'],
    ['beside a word of its own alone', 'en', 'Jet Delta stopped'],
    ['in another language than that word', 'de', 'Delta stopped its flights'],
    ['of a kind that no word tells', 'en', 'Orbita in the sky'],
  ])('leave out an ambiguous name %s: %s, %s', (_, language, summary) => {
    expect([...extract({ summary, language }).keys()].filter((key) => key.startsWith('#'))).toEqual([]);
  });

  it('say whether anything digital is named, in no words of the text', () => {
    const texts = [
      'Ransomware encrypted the server',
      'It was LockBit',
      'The system was slow',
      'Qwxyz ran',
      'Bread was baked',
    ];
    const cues = texts.map((summary) =>
      [...extract({ summary })].filter(([key]) => key.startsWith('!')).map(([key, { words }]) => [key, words]),
    );
    expect(cues).toEqual(['strong', 'strong', 'weak', 'weak', 'none'].map((cue) => [[`!${cue}`, '']]));
    expect(
      texts.map((summary) => extractFeatures({ title: '', summary, language: 'en' }, lexicon, createOpenSpace()).cue),
    ).toEqual(['strong', 'strong', 'weak', 'weak', 'none']);
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
