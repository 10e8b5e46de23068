import { stemWord } from './tokens.ts';

/**
 * What single words can mean in news, by some 110 tags ("failing", "intruder", "rail"), so that a word that no training text had
 * still speaks. By language: lines of tag places parted by commas, a colon, and the stems that have just those tags.
 */
export interface StoredSenses {
  tags: string;
  words: Record<string, string>;
}

export interface SenseIndex {
  /** The tags of a word, `undefined` where it has none. */
  find(stem: string, language: string): readonly string[] | undefined;
}

/**
 * Prepares lexicons for storing.
 * @param lexicons by language: lines of a word, a tab, and its tags parted by commas
 */
export function compileSenses(lexicons: Readonly<Record<string, string>>): StoredSenses {
  const places = new Map<string, number>();
  const placeOf = (tag: string): number => {
    const place = places.get(tag) ?? places.size;
    places.set(tag, place);
    return place;
  };
  const words = Object.entries(lexicons).map(([language, text]) => {
    const tagsOf = new Map<string, Set<number>>();
    for (const line of text.split('\n')) {
      const [word = '', tags = ''] = line.split('\t');
      if (!word || !tags) continue;
      const stem = stemWord(word, language);
      const known = tagsOf.get(stem) ?? new Set();
      for (const tag of tags.split(',')) known.add(placeOf(tag));
      tagsOf.set(stem, known);
    }
    const bySet = Map.groupBy(tagsOf.keys(), (stem) => [...(tagsOf.get(stem) ?? [])].sort((a, b) => a - b).join());
    const lines = [...bySet].map(([set, stems]) => `${set}:${stems.sort().join(' ')}`);
    return [language, lines.sort().join('\n')] as const;
  });
  return { tags: [...places.keys()].join('\n'), words: Object.fromEntries(words) };
}

/** Makes stored senses ready for looking up; each language when it first comes. */
export function createSenseIndex(stored: StoredSenses): SenseIndex {
  const tags = stored.tags.split('\n');
  const prepared = new Map<string, Map<string, readonly string[]>>();
  return {
    find(stem, language) {
      let words = prepared.get(language);
      if (!words) {
        words = prepareLanguage(stored.words[language] ?? '', tags);
        prepared.set(language, words);
      }
      return words.get(stem);
    },
  };
}

function prepareLanguage(text: string, tags: readonly string[]): Map<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const senses = line
      .slice(0, Math.max(0, colon))
      .split(',')
      .flatMap((place) => tags[Number(place)] ?? []);
    if (line) for (const stem of line.slice(colon + 1).split(' ')) words.set(stem, senses);
  }
  return words;
}
