import pMap from 'p-map';
import type { Article } from '../../article.ts';
import { FaultlineError } from '../../errors.ts';
import type { RecordKind, StoreRecord } from '../../jobs/store-record.ts';
import { listIndexKeys } from '../../stories/sketch.ts';
import type { Ages } from './ages.ts';
import { createAlertStore } from './alerts.ts';
import { createCorrectionStore, writeCorrection } from './corrections.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDigestStore } from './digests.ts';
import { createFeedStore } from './feeds.ts';
import { writeTime } from './item.ts';
import { joinKey } from './key.ts';
import { createDayBook, indexLog } from './log.ts';
import { partitionOfSubscription, writeOwner } from './owners.ts';
import { pack } from './pack.ts';
import { keyOfNewest, writeNewest, writeReplaced } from './revisions.ts';
import { keyOfSequence } from './sequence.ts';
import { listPostings } from './sketches.ts';
import { keyOfStory } from './stories.ts';
import { nameStory } from './story-names.ts';
import { listSubscription, writeSubscription } from './subscriptions.ts';
import { type Item, isNew, type Table } from './table.ts';
import { createTeamStore, writeAudit } from './teams.ts';

type Written<Kind extends RecordKind> = Extract<StoreRecord, { kind: Kind }>;
type Write = Item[] | (() => Promise<unknown>);
/** What a record comes to: items that may be written together and again, or what writes it. */
type Writers = { [Kind in RecordKind]: (record: Written<Kind>) => Write };

/** Records between two notes of how far the writing has come. */
const chunkSize = 500;
/** Requests that are under way at once. */
const concurrency = 32;

/**
 *   pk = import   sk = import   exportId, done: how many of its records are in; there until all are
 */
export const progressKey = { pk: joinKey('import'), sk: joinKey('import') };

/**
 * Writes the records of an export to an empty table. Where it ended half-way it goes on: what was noted as written is passed over, and
 * the rest comes to the same items as before.
 * @throws FaultlineError `store-not-empty`, and `import-unfinished` where another export was begun
 */
export async function writeRecords(
  table: Table,
  { ages, exportId, store }: { ages: Ages; exportId: string; store: string },
  isEmpty: () => Promise<boolean>,
  records: AsyncIterable<StoreRecord>,
): Promise<void> {
  const progress = await table.get(progressKey, true);
  if (progress && progress.exportId !== exportId) throw new FaultlineError('import-unfinished', { store });
  if (!progress && !(await isEmpty())) throw new FaultlineError('store-not-empty', { store });
  if (!progress) await table.put({ ...progressKey, exportId, done: 0 }, isNew);
  const before = Number(progress?.done ?? 0);
  const writer = createWriter(table, ages);
  let done = 0;
  for await (const record of records) {
    writer.add(record, done < before);
    done++;
    if (done % chunkSize > 0 || done <= before) continue;
    await writer.flush();
    await table.update(progressKey, { set: { done } });
  }
  await writer.flush();
  await table.putMany(writer.listSequences());
  await table.remove(progressKey);
}

function createWriter(table: Table, ages: Ages) {
  const noteDays = createDayBook(table, ages);
  const numbers = new Map<string, number>();
  const writers = createWriters(table, ages, (team) => {
    const next = (numbers.get(team) ?? 0) + 1;
    numbers.set(team, next);
    return next;
  });
  let writes: Write[] = [];
  let days: Date[] = [];

  return {
    /** @param isWritten for a record that is in already, and still says how later ones are written */
    add(record: StoreRecord, isWritten: boolean): void {
      const write = prepare(writers, record);
      if (isWritten) return;
      writes.push(write);
      if (record.kind === 'revision') days.push(record.value.revisedAt);
      if (record.kind === 'story') days.push(record.value.updatedAt);
    },
    /** Writes what was added since the last time. */
    async flush(): Promise<void> {
      await noteDays(days);
      // One batch must not name an item twice: the newest revision of an article may have been another's a moment before.
      const items = new Map(
        writes.flatMap((write) => (Array.isArray(write) ? write : [])).map((item) => [`${item.pk}\n${item.sk}`, item]),
      );
      await pMap(cut([...items.values()], 25), table.putMany, { concurrency });
      await pMap(writes, (write) => (Array.isArray(write) ? undefined : write()), { concurrency });
      writes = [];
      days = [];
    },
    /** Where the numbers of each workspace stand. */
    listSequences: (): Item[] => [...numbers].map(([team, last]) => ({ ...keyOfSequence(team), last })),
  };
}

function prepare<Kind extends RecordKind>(writers: Writers, record: Written<Kind>): Write {
  return (writers[record.kind] as Writers[Kind])(record);
}

function createWriters(table: Table, ages: Ages, number: (team: string) => number): Writers {
  const alerts = createAlertStore(table);
  const corrections = createCorrectionStore(table);
  const deliveries = createDeliveryStore(table, ages);
  const digests = createDigestStore(table, ages);
  const feeds = createFeedStore(table);
  const teams = createTeamStore(table);
  let last: Article | undefined;

  return {
    event:
      ({ id, at }) =>
      () =>
        teams.claimEvent(id, at),
    owner: ({ subscriptionId, team }) =>
      team === undefined
        ? [{ pk: partitionOfSubscription(subscriptionId), sk: 'owner' }]
        : writeOwner(subscriptionId, team).flatMap((write) => (write.kind === 'put' ? [write.item] : [])),
    installation:
      ({ team, sealed }) =>
      () =>
        teams.saveInstallation(team, sealed),
    settings:
      ({ value }) =>
      () =>
        teams.saveSettings(value),
    audit: ({ value }) => [writeAudit(value, number(value.team))],
    correction: ({ value }) => [writeCorrection(value, number(value.team))],
    adjustment:
      ({ team, value }) =>
      () =>
        corrections.adjust(team, value),
    revision({ value }) {
      const before = last;
      last = value;
      const newest = writeNewest(value, ages);
      return before?.id === value.id ? [writeReplaced(writeNewest(before, ages), value), newest] : [newest];
    },
    story({ value }) {
      const { id, version, updatedAt } = value;
      // Always by an entry of its own: whether one of its articles leads to it, only all of them would tell.
      const entry = indexLog('told', updatedAt, id);
      return [{ ...keyOfStory(id), packed: pack(value), version, ...entry, ...ages.withArticles(updatedAt) }];
    },
    absorbed({ id, into }) {
      const name = nameStory(id, into, ages);
      return [{ ...keyOfStory(id), into, ...(name.expiresAt ? { expiresAt: name.expiresAt } : {}) }, name];
    },
    sketch:
      ({ value }) =>
      async () => {
        await table.putMany(listPostings(value, ages));
        const set = { terms: listIndexKeys(value), sketchedAt: writeTime(value.at) };
        await table.update(keyOfNewest(value.articleId), { set });
      },
    digest:
      ({ value }) =>
      () =>
        digests.add(value),
    alert:
      ({ value }) =>
      () =>
        alerts.add(value),
    delivery:
      ({ value }) =>
      () =>
        deliveries.add(value),
    subscription: ({ value, leaseUntil }) => [
      writeSubscription(value, leaseUntil && writeTime(leaseUntil)),
      listSubscription(value, value.team),
    ],
    feed:
      ({ value, leaseUntil }) =>
      async () => {
        await feeds.add(value);
        if (leaseUntil) await feeds.claim([value.id], new Date(0), leaseUntil);
      },
  };
}

function cut<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}
