import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { Condition } from './expression.ts';
import { writeTime } from './item.ts';
import { joinKey, type Key } from './key.ts';
import { type Item, isNew, type Table, type Write } from './table.ts';

/** An item that is written if its condition holds, and what is written along with it. */
export interface Step {
  item: Item;
  condition: Condition;
  along?: Item[];
}

/**
 * What does not fit into one transaction, such as the first poll of a long feed, is written in three rounds, so that it is all there or
 * not at all all the same: each item gets its new value beside the one that it has; one item tells that all of them count from now on;
 * each takes its new value. Nobody sees a value before the second round, and no other writer gets at these items before the third.
 * Whoever meets an item on which a writer died finishes what counts already, and takes back what was begun a while ago and does not.
 *
 *   an item under way   staged: the id of the writing, next: the item as it will be, and what is written along with it
 *   pk = writing#ID   sk = outcome   counts: true or false; whoever writes it first decides
 */
interface Staged extends Item {
  staged: string;
  next: Item[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: 100 writes and 4 MB; names and numbers come on top. */
const maxWrites = 100;
const maxBytes = 3_000_000;
/** Milliseconds after which a writing that has no outcome is taken for dead: longer than a Lambda that places articles may run. */
const deadAfter = 15 * 60_000;
/** The outcome is kept for a while after all is done: a reader may have met an item before. */
const keepOutcome = 3_600_000;
const concurrency = 16;

/** Writes all steps, or none: false where a condition fails. One alone needs no transaction, which costs twice as much. */
export async function writeTogether(table: Table, steps: readonly Step[]): Promise<boolean> {
  const [only, ...others] = steps;
  if (only && others.length === 0 && !only.along?.length) return table.put(only.item, whereFree(only.condition));
  const writes = steps.flatMap(listWrites);
  const bytes = writes.reduce((sum, write) => sum + (write.kind === 'put' ? sizeOf(write.item) : 0), 0);
  return writes.length <= maxWrites && bytes <= maxBytes ? table.transact(writes) : writeInRounds(table, steps);
}

function listWrites({ item, condition, along = [] }: Step): Write[] {
  return [
    { kind: 'put', item, condition: whereFree(condition) },
    ...along.map((one): Write => ({ kind: 'put', item: one })),
  ];
}

function whereFree(condition: Condition): Condition {
  return { ...condition, expression: `(${condition.expression}) AND attribute_not_exists(#staged)` };
}

function whereStaged(id: string): Condition {
  return { expression: '#staged = :staged', values: { ':staged': id } };
}

async function writeInRounds(table: Table, steps: readonly Step[]): Promise<boolean> {
  const id = `${writeTime(new Date())} ${randomUUID()}`;
  const staged: Key[] = [];
  const stage = async ({ item, condition, along = [] }: Step): Promise<void> => {
    const { pk, sk } = item;
    const mark = { staged: id, next: [item, ...along] };
    const isStaged =
      condition === isNew
        ? await table.put({ pk, sk, ...mark }, isNew)
        : (await table.update({ pk, sk }, { set: mark }, whereFree(condition))) !== undefined;
    if (isStaged) staged.push({ pk, sk });
  };
  for (let i = 0; i < steps.length && staged.length === i; i += concurrency) {
    await pMap(steps.slice(i, i + concurrency), stage);
  }
  const counts = staged.length === steps.length && (await decide(table, id, true));
  const finish = counts
    ? ({ item, along = [] }: Step) => apply(table, id, [item, ...along])
    : ({ item, condition }: Step) => takeBack(table, id, item, condition === isNew);
  await pMap(steps, finish, { concurrency });
  if (counts) await table.update(outcomeOf(id), { set: { expiresAt: Math.ceil((Date.now() + keepOutcome) / 1000) } });
  return counts;
}

/** What each item is worth now: one that a writing is at is finished or taken back, or stands as it was. */
export async function settleItems(table: Table, items: readonly Item[]): Promise<Item[]> {
  const underWay = items.filter(isStaged);
  if (underWay.length === 0) return [...items];
  const ids = new Set(underWay.map(({ staged }) => staged));
  const outcomes = new Map<string, boolean | undefined>();
  for (const id of ids) outcomes.set(id, await findOutcome(table, id));
  const settled = await pMap(
    items,
    async (item): Promise<Item[]> => {
      if (!isStaged(item)) return [item];
      const { staged, next, ...before } = item;
      const counts = outcomes.get(staged);
      if (counts) {
        await apply(table, staged, next);
        return next.filter(({ pk, sk }) => pk === item.pk && sk === item.sk);
      }
      // Its key is all that there is of one that is new.
      const isShell = Object.keys(before).length === 2;
      if (counts === false) await takeBack(table, staged, item, isShell);
      return isShell ? [] : [before];
    },
    { concurrency },
  );
  return settled.flat();
}

/** Whether a writing counts; `undefined` while that is open. */
async function findOutcome(table: Table, id: string): Promise<boolean | undefined> {
  const outcome = await table.get(outcomeOf(id), true);
  if (outcome) return outcome.counts === true;
  const begun = Date.parse(id.slice(0, id.indexOf(' ')));
  if (Date.now() - begun < deadAfter) return undefined;
  return !(await decide(table, id, false));
}

/** False where it was decided before. */
async function decide(table: Table, id: string, counts: boolean): Promise<boolean> {
  return table.put({ ...outcomeOf(id), counts }, isNew);
}

/** The item comes last: as long as it is staged, whoever meets it writes what comes along again. */
async function apply(table: Table, id: string, [item, ...along]: readonly Item[]): Promise<void> {
  await table.putMany(along);
  if (item) await table.put(item, whereStaged(id));
}

async function takeBack(table: Table, id: string, { pk, sk }: Key, isShell: boolean): Promise<void> {
  if (isShell) await table.transact([{ kind: 'remove', key: { pk, sk }, condition: whereStaged(id) }]);
  else await table.update({ pk, sk }, { remove: ['staged', 'next'] }, whereStaged(id));
}

function isStaged(item: Item): item is Staged {
  return item.staged !== undefined;
}

function outcomeOf(id: string): Key {
  return { pk: joinKey('writing', id), sk: 'outcome' };
}

function sizeOf(item: Item): number {
  const sizes = Object.values(item).map((value) => (value instanceof Uint8Array ? value.length : 100));
  return sizes.reduce((sum, size) => sum + size, 0);
}
