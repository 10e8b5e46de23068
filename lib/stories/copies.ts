import { identify } from '../article.ts';
import { tokenize } from '../classify/tokens.ts';

const shingleLength = 3;
const copyOverlap = 0.6;
/** Shingles by which copies find each other: the smallest hashes, which two texts share about as often as they overlap. */
const bucketKeys = 6;
/** Texts that are looked at by one key; a bound on the cost where thousands share a sentence. */
const maxMates = 64;
/** A summary of so many words is a body. */
const minBodyWords = 12;

interface Wording {
  title: string;
  summary: string;
}

/**
 * Tells copies of one text apart from reports in their own words. Returns for each article the position of the first article that
 * it is a copy of, its own position where it is none; the copy of a copy points at the first too. Copies share at least 0.6 of
 * their three-word shingles (Broder 1997), whatever language their feeds claim.
 * @param articles in order of publication
 */
export function findCopies(articles: readonly Wording[]): number[] {
  const sets: ReadonlySet<number>[] = [];
  const originals: number[] = [];
  const buckets = new Map<number, number[]>();
  for (const [position, article] of articles.entries()) {
    const shingles = createShingles(article);
    sets.push(shingles);
    const keys = [...shingles].sort((a, b) => a - b).slice(0, bucketKeys);
    const mates = new Set(keys.flatMap((key) => buckets.get(key) ?? []));
    let likest = 0;
    const source = [...mates]
      .sort((a, b) => a - b)
      .find((mate) => {
        likest = overlap(shingles, sets[mate] ?? new Set());
        return likest >= copyOverlap;
      });
    originals.push(source === undefined ? position : (originals[source] ?? source));
    // What is word for word the same leads to no copy that the other does not lead to.
    if (source !== undefined && likest === 1) continue;
    for (const key of keys) {
      const bucket = buckets.get(key);
      if (!bucket) buckets.set(key, [position]);
      else if (bucket.length < maxMates) bucket.push(position);
    }
  }
  return originals;
}

/** Kept for the texts seen last: a running story is told anew with each report. */
const shinglesOf = new Map<string, ReadonlySet<number>>();
const maxRemembered = 4_000;

function createShingles({ title, summary }: Wording): ReadonlySet<number> {
  const key = identify(`${title}\n${summary}`);
  const known = shinglesOf.get(key);
  if (known) return known;
  const words = readWords(title, summary);
  const shingles = new Set<number>();
  const count = Math.min(words.length, Math.max(1, words.length - shingleLength + 1));
  for (let i = 0; i < count; i++) {
    let hash = 0x811c9dc5;
    for (const word of words.slice(i, i + shingleLength)) {
      for (let k = 0; k < word.length; k++) hash = Math.imul(hash ^ word.charCodeAt(k), 0x01000193);
      hash = Math.imul(hash ^ 0x20, 0x01000193);
    }
    shingles.add(hash >>> 0);
  }
  if (shinglesOf.size >= maxRemembered) shinglesOf.clear();
  shinglesOf.set(key, shingles);
  return shingles;
}

/** The body decides where there is one: outlets write their own headlines over agency copy. */
function readWords(title: string, summary: string): string[] {
  // Words as they stand: a stem would depend on the language, which two feeds may state differently for one text.
  const read = (text: string): string[] => tokenize(text, 'und').map(({ stem }) => stem);
  const body = read(summary);
  return body.length >= minBodyWords ? body : read(`${title} ${summary}`);
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const shingle of a) if (b.has(shingle)) both++;
  return both / Math.max(1, a.size + b.size - both);
}
