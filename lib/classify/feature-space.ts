/** Features by number. The same text gives the same features in every space; a space that is closed has places for some only. */
export interface FeatureSpace {
  /** The place of a feature by its key (`extractFeatures`); negative where the space has none. */
  find(key: string): number;
  /** The place of two words in a row, by the places of the words. */
  findPair(first: number, second: number): number;
  /** The key at a place. */
  keyOf(place: number): string;
  /** How many places there are. */
  size(): number;
}

/** More than any space has places. */
const maxPlaces = 2 ** 26;
const none = -1;

/**
 * A space that has places for these features and no others: that of a model.
 * @param keys each once; two words in a row are parted by a space, and each of them is a key too
 */
export function createClosedSpace(keys: readonly string[]): FeatureSpace {
  const places = new Map<string, number>();
  for (const [place, key] of keys.entries()) if (!key.includes(' ')) places.set(key, place);
  const pairs = new Map<number, number>();
  for (const [place, key] of keys.entries()) {
    const [first = '', second] = key.split(' ');
    if (second !== undefined) pairs.set(joinPlaces(places.get(first) ?? none, places.get(second) ?? none), place);
  }
  return {
    find: (key) => places.get(key) ?? none,
    findPair: (first, second) => (first < 0 || second < 0 ? none : (pairs.get(joinPlaces(first, second)) ?? none)),
    keyOf: (place) => keys[place] ?? '',
    size: () => keys.length,
  };
}

/** A space that makes a place for every feature that it is asked for. */
export function createOpenSpace(): FeatureSpace {
  const keys: string[] = [];
  const places = new Map<string, number>();
  const pairs = new Map<number, number>();
  const add = (key: string): number => keys.push(key) - 1;
  return {
    find(key) {
      let place = places.get(key);
      if (place === undefined) {
        place = add(key);
        places.set(key, place);
      }
      return place;
    },
    findPair(first, second) {
      const both = joinPlaces(first, second);
      let place = pairs.get(both);
      if (place === undefined) {
        place = add(`${keys[first]} ${keys[second]}`);
        pairs.set(both, place);
      }
      return place;
    },
    keyOf: (place) => keys[place] ?? '',
    size: () => keys.length,
  };
}

/** The place of a feature of any kind, two words in a row included. */
export function findKey(space: FeatureSpace, key: string): number {
  const [first = '', second] = key.split(' ');
  return second === undefined ? space.find(key) : space.findPair(space.find(first), space.find(second));
}

/** A closed space that has places for more features, beyond those of another, which stay where they are. */
export function extendSpace(space: FeatureSpace, keys: Iterable<string>): FeatureSpace {
  const more = new Set<string>();
  for (const key of keys) {
    for (const part of [...key.split(' '), key]) if (findKey(space, part) < 0) more.add(part);
  }
  return createClosedSpace([...Array.from({ length: space.size() }, (_, place) => space.keyOf(place)), ...more]);
}

function joinPlaces(first: number, second: number): number {
  return first * maxPlaces + second;
}
