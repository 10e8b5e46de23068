import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What one request costs in units of capacity, the index included. */
export interface Charge {
  kind: 'read' | 'write';
  units: number;
}

interface Asked {
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { Keys?: unknown[]; ConsistentRead?: boolean }>;
  TransactItems?: { Put?: { Item: Record<string, unknown> } }[];
}

interface Answered {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  Items?: unknown[];
  Item?: unknown;
  Responses?: Record<string, unknown[]>;
}

/**
 * Has DynamoDB count what a client asks of it, for benchmarks against DynamoDB Local. That one counts two things otherwise than they are
 * charged, which is set right here: what is not found counts nothing there, and costs the least that there is; and of a transaction it
 * counts the last write, where each is charged twice, and its entry in the index once. What a failed condition costs nobody is told.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function countUnits(client: DynamoDBClient, onCharge: (charge: Charge) => void): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const asked = args.input as Asked;
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const answered = result.output as Answered;
        const counted = [answered.ConsumedCapacity ?? []].flat();
        const units = counted.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (/^(?:Get|BatchGet|Query)/.test(commandName)) {
          onCharge({ kind: 'read', units: units + countMisses(asked, answered) });
        } else onCharge({ kind: 'write', units: asked.TransactItems ? countWrites(asked.TransactItems) : units });
        return result;
      },
    { step: 'initialize', name: 'countUnits' },
  );
}

/** Units of a transaction; whatever is no put concerns an item of 1 KB at most. */
function countWrites(writes: NonNullable<Asked['TransactItems']>): number {
  const charges = writes.map(({ Put }) => {
    if (!Put) return 2;
    const units = Math.ceil(sizeOf(Put.Item) / 1024);
    return 2 * units + (Put.Item.pk1 === undefined ? 0 : units);
  });
  return charges.reduce((sum, units) => sum + units, 0);
}

/** Bytes by https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html, to within a few. */
export function sizeOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (typeof value !== 'object' || value === null) return 1;
  const members = Object.entries(value).map(([name, member]) => {
    return 1 + (Array.isArray(value) ? 0 : Buffer.byteLength(name)) + sizeOf(member);
  });
  return members.reduce((sum, size) => sum + size, 3);
}

/** Units for what was asked for and is not there. */
function countMisses({ RequestItems, ConsistentRead }: Asked, { Items, Item, Responses }: Answered): number {
  if (!RequestItems) return Items?.length || Item ? 0 : least(ConsistentRead);
  const misses = Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead: consistent }]) => {
    return (Keys.length - (Responses?.[table]?.length ?? 0)) * least(consistent);
  });
  return misses.reduce((sum, units) => sum + units, 0);
}

function least(isConsistent: boolean | undefined): number {
  return isConsistent ? 1 : 0.5;
}
