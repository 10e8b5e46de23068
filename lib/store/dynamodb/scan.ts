import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Condition, expressAll } from './expression.ts';
import { nameFailure } from './failure.ts';
import type { Item } from './table.ts';

/**
 * Reads a whole table, page by page, those items of it that a filter lets through. It stands apart from `createTable` so that no function
 * has it.
 * @param options.limit items looked at in one page
 * @throws FaultlineError as the functions of a table do
 */
export async function* scan(
  client: DynamoDBClient,
  name: string,
  { filter, limit }: { filter?: Condition; limit?: number },
): AsyncGenerator<Item[]> {
  const documents = DynamoDBDocumentClient.from(client);
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const command = new ScanCommand({
      TableName: name,
      ConsistentRead: true,
      ...(filter ? { FilterExpression: filter.expression, ...expressAll(filter) } : {}),
      ...(limit ? { Limit: limit } : {}),
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(command).catch((error: unknown) => {
      throw nameFailure(error, name);
    });
    yield Items as Item[];
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
