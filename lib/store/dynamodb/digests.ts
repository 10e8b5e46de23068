import type { Digest } from '../../digest/digest.ts';
import type { DigestStore } from '../../jobs/ports.ts';
import type { Ages } from './ages.ts';
import { writeTime } from './item.ts';
import { joinKey } from './key.ts';
import { notePrinted, partitionOfSubscription, refuseForgotten } from './owners.ts';
import { pack, unpack } from './pack.ts';
import { fetchBytes, removeParts, stowBytes } from './parts.ts';
import { isNew, type Table } from './table.ts';

/**
 *   pk = digest#ID         sk = head           the digest, or where its parts are
 *   pk = subscription#ID   sk = digest#END#ID  own: the partition of the digest
 */
const headSort = 'head';
const kind = 'digest';

/** Bytes for which the transaction costs no more than a part would. */
const mostInHead = 900;

export function createDigestStore(table: Table, ages: Ages): DigestStore {
  async function read(pk: string): Promise<Digest | undefined> {
    const head = await table.get({ pk, sk: headSort }, true);
    const packed = head && (await fetchBytes(table, pk, head));
    return packed && unpack<Digest>(packed);
  }

  return {
    get: (id) => read(joinKey(kind, id)),
    async previous(subscriptionId, before) {
      const [entry] = await table.queryAll(
        {
          pk: partitionOfSubscription(subscriptionId),
          sk: {
            expression: '#sk BETWEEN :first AND :last',
            values: { ':first': joinKey(kind, ''), ':last': joinKey(kind, writeTime(before)) },
          },
          backwards: true,
          consistent: true,
        },
        1,
      );
      return entry && read(String(entry.own));
    },
    async add(digest) {
      const { id, subscriptionId, to } = digest;
      const pk = joinKey(kind, id);
      if (await table.get({ pk, sk: headSort }, true)) return false;
      await notePrinted(table, subscriptionId);
      const age = ages.withArticles(to);
      const stowed = await stowBytes(table, pk, pack(digest), mostInHead, age);
      const isAdded = await table.transact([
        { kind: 'put', item: { pk, sk: headSort, ...stowed, ...age }, condition: isNew },
        {
          kind: 'put',
          item: {
            pk: partitionOfSubscription(subscriptionId),
            sk: joinKey(kind, writeTime(to), id),
            own: pk,
            ...age,
          },
        },
        refuseForgotten(subscriptionId),
      ]);
      if (!isAdded) await removeParts(table, pk, stowed);
      return isAdded;
    },
  };
}
