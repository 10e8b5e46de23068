import { tokenize } from '../classify/tokens.ts';

const shingleLength = 3;
const copyOverlap = 0.6;
/** Shingles by which copies find each other: the smallest hashes, which two texts share about as often as they overlap. */
const bucketKeys = 6;

/**
 * Tells copies of one text apart from reports in their own words. Returns for each article the position of the first article that
 * it is a copy of, its own position where it is none. Copies share at least 0.6 of their three-word shingles (Broder 1997).
 * @param articles in order of publication
 */
export function findCopies(articles: readonly { title: string; summary: string; language: string }[]): number[] {
  const sets: Set<number>[] = [];
  const buckets = new Map<number, number[]>();
  return articles.map((article, position) => {
    const shingles = createShingles(article);
    sets.push(shingles);
    const keys = [...shingles].sort((a, b) => a - b).slice(0, bucketKeys);
    const mates = new Set(keys.flatMap((key) => buckets.get(key) ?? []));
    const original = [...mates]
      .sort((a, b) => a - b)
      .find((mate) => overlap(shingles, sets[mate] ?? new Set()) >= copyOverlap);
    if (original !== undefined) return original;
    for (const key of keys) buckets.set(key, [...(buckets.get(key) ?? []), position]);
    return position;
  });
}

/** Kept for the texts seen last: a running story is told anew with each report. */
const shinglesOf = new Map<string, Set<number>>();
const maxRemembered = 4_000;

function createShingles({
  title,
  summary,
  language,
}: {
  title: string;
  summary: string;
  language: string;
}): Set<number> {
  // The body decides where there is one: outlets write their own headlines over agency copy.
  const text = summary.length > 80 ? summary : `${title} ${summary}`;
  const known = shinglesOf.get(text);
  if (known) return known;
  const words = tokenize(text, language).map(({ stem }) => stem);
  const shingles = new Set<number>();
  for (let i = 0; i + shingleLength <= Math.max(words.length, shingleLength); i++) {
    let hash = 0x811c9dc5;
    for (const word of words.slice(i, i + shingleLength)) {
      for (let k = 0; k < word.length; k++) hash = Math.imul(hash ^ word.charCodeAt(k), 0x01000193);
      hash = Math.imul(hash ^ 0x20, 0x01000193);
    }
    shingles.add(hash >>> 0);
  }
  if (shinglesOf.size >= maxRemembered) shinglesOf.clear();
  shinglesOf.set(text, shingles);
  return shingles;
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const shingle of a) if (b.has(shingle)) both++;
  return both / Math.max(1, a.size + b.size - both);
}
