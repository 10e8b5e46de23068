import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { FaultlineError } from '../../errors.ts';
import { type Condition, expressAll, expressChanges } from './expression.ts';
import { isBusy, isConflict, isRefused, nameFailure, wasRepeated } from './failure.ts';
import type { Key } from './key.ts';

/**
 * Beside its key an item may have `pk1` and `sk1`, which put it into `gsi1`: the one index, sparse, that holds keys and of articles
 * `seen` and `until` (log.ts, revisions.ts); and `expiresAt`, in seconds since 1970, after which DynamoDB may delete it. Each file that
 * stores something says at its top which items it makes.
 */
export type Item = Key & Record<string, unknown>;

export interface Question {
  /** Of the table, or of the index. */
  pk: string;
  /** Asks the index. What it answers may be a moment behind the table. */
  index?: boolean;
  /** On `#sk`, or on `#sk1` of the index. */
  sk?: Condition;
  /** What it leaves out is read and paid for. */
  filter?: Condition;
  backwards?: boolean;
  consistent?: boolean;
  /** Items of a page, before the filter. */
  limit?: number;
}

/** One of the writes that are made together. */
export type Write = { condition?: Condition } & (
  | { kind: 'put'; item: Item }
  | { kind: 'remove'; key: Key }
  | { kind: 'check'; key: Key }
);

export interface Changes {
  set?: Record<string, unknown>;
  remove?: readonly string[];
  /** Numbers added to numbers; what is not there counts as 0. */
  add?: Record<string, number>;
}

export const isNew: Condition = { expression: 'attribute_not_exists(#pk)' };
const isThere: Condition = { expression: 'attribute_exists(#pk)' };

/** So many keys DynamoDB takes in a batch. */
const readBatch = 100;
const writeBatch = 25;

const attempts = 10;
/** Milliseconds, doubled each time. */
const firstPause = 25;
const longestPause = 2_000;

export type Table = ReturnType<typeof createTable>;

/**
 * One table of DynamoDB as the stores use it. A condition that fails is an answer, not an error; throttling, conflicts between
 * transactions, and what a batch left undone are tried again, ten times, longer each time.
 * @param client with its own retries; counts units where a middleware of it does
 * @throws FaultlineError `table-throttled` or `table-unknown`, from each of its functions
 */
export function createTable(client: DynamoDBClient, name: string) {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const TableName = name;

  /** Tries again what the table was too busy for. */
  async function persist<T>(send: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        if (attempt === attempts || !(isConflict(error) || isBusy(error))) throw nameFailure(error, name);
        await wait(attempt);
      }
    }
  }

  /** @param consistent what any writer wrote before, for twice the units */
  async function get({ pk, sk }: Key, consistent = false): Promise<Item | undefined> {
    const command = new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: consistent });
    return (await persist(() => documents.send(command))).Item as Item | undefined;
  }

  async function* query({ pk, sk, index, filter, backwards, consistent, limit }: Question): AsyncGenerator<Item[]> {
    const isIn: Condition = { expression: index ? '#pk1 = :pk' : '#pk = :pk', values: { ':pk': pk } };
    const input: QueryCommandInput = {
      TableName,
      ...(index ? { IndexName: 'gsi1' } : {}),
      KeyConditionExpression: sk ? `${isIn.expression} AND ${sk.expression}` : isIn.expression,
      ...(filter ? { FilterExpression: filter.expression } : {}),
      ...expressAll(isIn, sk, filter),
      ScanIndexForward: !backwards,
      ConsistentRead: consistent === true,
      ...(limit ? { Limit: limit } : {}),
    };
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const command = new QueryCommand({ ...input, ExclusiveStartKey });
      const page = await persist(() => documents.send(command));
      yield (page.Items ?? []) as Item[];
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  async function write(requests: NonNullable<BatchWriteCommandInput['RequestItems']>[string]): Promise<void> {
    for (let i = 0; i < requests.length; i += writeBatch) {
      let left = requests.slice(i, i + writeBatch);
      for (let attempt = 1; left.length > 0; attempt++) {
        const command = new BatchWriteCommand({ RequestItems: { [name]: left } });
        const { UnprocessedItems } = await persist(() => documents.send(command));
        left = UnprocessedItems?.[name] ?? [];
        if (left.length > 0) await waitOrGiveUp(attempt);
      }
    }
  }

  async function waitOrGiveUp(attempt: number): Promise<void> {
    if (attempt === attempts) throw new FaultlineError('table-throttled', { table: name });
    await wait(attempt);
  }

  return {
    get,

    /** Those that exist, in no order. */
    async getMany(keys: readonly Key[], consistent = false): Promise<Item[]> {
      const found: Item[] = [];
      for (let i = 0; i < keys.length; i += readBatch) {
        const Keys = keys.slice(i, i + readBatch).map(({ pk, sk }) => ({ pk, sk }));
        let left: BatchGetCommandInput['RequestItems'] = { [name]: { Keys, ConsistentRead: consistent } };
        for (let attempt = 1; left?.[name]?.Keys?.length; attempt++) {
          const command = new BatchGetCommand({ RequestItems: left });
          const { Responses, UnprocessedKeys } = await persist(() => documents.send(command));
          found.push(...((Responses?.[name] ?? []) as Item[]));
          left = UnprocessedKeys;
          if (left?.[name]?.Keys?.length) await waitOrGiveUp(attempt);
        }
      }
      return found;
    },

    /** Page by page, each read when it is asked for; a page may be empty though another follows. */
    query,

    /** All that a question finds, or the first so many of it. */
    async queryAll(question: Question, most = Number.POSITIVE_INFINITY): Promise<Item[]> {
      const items: Item[] = [];
      for await (const page of query(Number.isFinite(most) ? { limit: most, ...question } : question)) {
        items.push(...page);
        if (items.length >= most) return items.slice(0, most);
      }
      return items;
    },

    /** False, and nothing written, where the condition fails; true where it fails on the same item, sent before without an answer. */
    async put(item: Item, condition?: Condition): Promise<boolean> {
      const command = new PutCommand({ TableName, Item: item, ...conditionOf(condition) });
      try {
        await persist(() => documents.send(command));
        return true;
      } catch (error) {
        if (!isRefused(error)) throw error;
        return wasRepeated(error) && isDeepStrictEqual(asStored(await get(item, true)), asStored(item));
      }
    },

    /** The item that stood there before. */
    async replace(item: Item): Promise<Item | undefined> {
      const command = new PutCommand({ TableName, Item: item, ReturnValues: 'ALL_OLD' });
      return (await persist(() => documents.send(command))).Attributes as Item | undefined;
    },

    /** Changes an item that exists and returns it as it was; nothing, and nothing is changed, where the condition fails. */
    async update({ pk, sk }: Key, changes: Changes, condition?: Condition): Promise<Item | undefined> {
      const { expression, values } = expressChanges(changes);
      const whole: Condition = condition
        ? { ...condition, expression: `${isThere.expression} AND (${condition.expression})` }
        : isThere;
      const command = new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: expression,
        ConditionExpression: whole.expression,
        ...expressAll({ expression, values }, whole),
        ReturnValues: 'ALL_OLD',
      });
      try {
        return (await persist(() => documents.send(command))).Attributes as Item;
      } catch (error) {
        if (isRefused(error)) return undefined;
        throw error;
      }
    },

    /** Adds one to a number of an item, which need not exist, and returns it: no two who ask get the same. */
    async count({ pk, sk }: Key, attribute: string): Promise<number> {
      const { expression, values } = expressChanges({ add: { [attribute]: 1 } });
      const command = new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: expression,
        ...expressAll({ expression, values }),
        ReturnValues: 'UPDATED_NEW',
      });
      return Number((await persist(() => documents.send(command))).Attributes?.[attribute]);
    },

    /** The item that was there. */
    async remove({ pk, sk }: Key): Promise<Item | undefined> {
      const command = new DeleteCommand({ TableName, Key: { pk, sk }, ReturnValues: 'ALL_OLD' });
      return (await persist(() => documents.send(command))).Attributes as Item | undefined;
    },

    /** In batches: what fails half-way may be done again. */
    async removeMany(keys: readonly Key[]): Promise<void> {
      await write(keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })));
    },

    /** In batches, without conditions: what fails half-way may be done again. */
    async putMany(items: readonly Item[]): Promise<void> {
      await write(items.map((Item) => ({ PutRequest: { Item } })));
    },

    /** At most 100 writes, all or none: false where a condition fails. Each costs twice its units. */
    async transact(writes: readonly Write[]): Promise<boolean> {
      const TransactItems = writes.map((one) => {
        const condition = conditionOf(one.condition);
        if (one.kind === 'put') return { Put: { TableName, Item: one.item, ...condition } };
        const Key = { pk: one.key.pk, sk: one.key.sk };
        if (one.kind === 'remove') return { Delete: { TableName, Key, ...condition } };
        return { ConditionCheck: { TableName, Key, ConditionExpression: '', ...condition } };
      });
      try {
        // A command of its own for each attempt: it carries a token under which the same is not done twice.
        await persist(() => documents.send(new TransactWriteCommand({ TransactItems })));
        return true;
      } catch (error) {
        if (isRefused(error)) return false;
        throw error;
      }
    },
  };
}

function conditionOf(condition: Condition | undefined) {
  return condition ? { ConditionExpression: condition.expression, ...expressAll(condition) } : {};
}

/** Without what is undefined, its bytes all of one class. */
function asStored(item: Item | undefined): Record<string, unknown> {
  const members = Object.entries(item ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    members.map(([name, value]) => [name, value instanceof Uint8Array ? Uint8Array.from(value) : value]),
  );
}

/** Longer each time and spread, so that all who were refused do not come back at once. */
async function wait(attempt: number): Promise<void> {
  await pause(Math.random() * Math.min(longestPause, firstPause * 2 ** attempt));
}
