import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What one request costs in units of capacity, the index included. */
export interface Charge {
  kind: 'read' | 'write';
  units: number;
}

interface Asked {
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { Keys?: unknown[]; ConsistentRead?: boolean }>;
}

interface Answered {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  Items?: unknown[];
  Item?: unknown;
  Responses?: Record<string, unknown[]>;
}

/**
 * Has DynamoDB count what a client asks of it, for benchmarks against DynamoDB Local. That one counts two things otherwise than they are
 * charged, which is set right here: what is not found counts nothing there, and costs the least that there is; and a transaction counts
 * four times as much as a plain write, where it costs twice as much
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
export function countUnits(client: DynamoDBClient, onCharge: (charge: Charge) => void): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const answered = result.output as Answered;
        const counted = [answered.ConsumedCapacity ?? []].flat();
        const units = counted.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (/^(?:Get|BatchGet|Query)/.test(commandName)) {
          onCharge({ kind: 'read', units: units + countMisses(args.input as Asked, answered) });
        } else onCharge({ kind: 'write', units: commandName.startsWith('Transact') ? units / 2 : units });
        return result;
      },
    { step: 'initialize', name: 'countUnits' },
  );
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
