import { identify } from '../../article.ts';

/** What names an item of the table. */
export interface Key {
  pk: string;
  sk: string;
}

/**
 * Bytes of a key that are kept as they are. DynamoDB takes 2,048 in a partition key and 1,024 in a sort key
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
 */
const maxBytes = 900;

/**
 * Parts of a key, joined so that no two lists of parts look alike and the order of the parts is kept. Ids come from people too: one
 * that is longer than a key may be is named by its hash, so that asking for it finds nothing instead of failing.
 */
export function joinKey(kind: string, ...parts: string[]): string {
  const joined = [kind, ...parts.map(escapePart)].join('#');
  return Buffer.byteLength(joined) <= maxBytes ? joined : `${kind}#~${identify(joined)}`;
}

/** The kind and the parts that `joinKey` joined, as long as it did not have to hash them. */
export function splitKey(key: string): string[] {
  return key.split('#').map((part) => part.replaceAll('$2', '~').replaceAll('$1', '#').replaceAll('$0', '$'));
}

/** `$` is written first, so that what it stands for cannot be taken for it. */
function escapePart(part: string): string {
  return part.replaceAll('$', '$0').replaceAll('#', '$1').replaceAll('~', '$2');
}

/**
 * One of so many shards, the same for an id every time: FNV-1a (https://datatracker.ietf.org/doc/draft-eastlake-fnv/).
 */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % shards;
}
