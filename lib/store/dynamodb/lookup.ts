import { joinKey, type Key } from './key.ts';
import { type Item, isNew, type Table, type Write } from './table.ts';

/**
 * Deliveries and alerts lie in the partition of the subscription that they are for, and are asked for by their id alone.
 *
 *   pk = KIND#ID   sk = place   inPartition, atSort: the key of the item
 */
function placeOf(kind: string, id: string): Key {
  return { pk: joinKey(kind, id), sk: 'place' };
}

/** The two writes that add an item once, with the way to it, which lasts as long as the item. */
export function addWithPlace(kind: string, id: string, item: Item): Write[] {
  const place = placeOf(kind, id);
  const { pk, sk, expiresAt } = item;
  return [
    { kind: 'put', item: { ...place, inPartition: pk, atSort: sk, expiresAt }, condition: isNew },
    { kind: 'put', item: { ...item, own: place.pk } },
  ];
}

/** Whether it is known already, for half a read unit. Just added by another, it may not be yet: its addition is conditional. */
export async function hasPlace(table: Table, kind: string, id: string): Promise<boolean> {
  return (await table.get(placeOf(kind, id))) !== undefined;
}

/** What was written before, by anyone: what is not found is given up. */
export async function getByPlace(table: Table, kind: string, id: string): Promise<Item | undefined> {
  const place = await table.get(placeOf(kind, id), true);
  return place && table.get({ pk: String(place.inPartition), sk: String(place.atSort) }, true);
}
