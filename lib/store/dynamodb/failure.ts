import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { FaultlineError } from '../../errors.ts';

/** How DynamoDB says that it has no room now, of a request or of a part of a transaction. */
const busy = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
]);
/** How it says that another transaction was at the same item. */
const conflicting = new Set(['TransactionConflictException', 'TransactionConflict', 'TransactionInProgressException']);

/** The names of what is wrong: that of the error, or those of the parts that a transaction failed on. */
function listNames(error: unknown): string[] {
  if (error instanceof TransactionCanceledException)
    return (error.CancellationReasons ?? []).flatMap(({ Code }) => (Code && Code !== 'None' ? [Code] : []));
  return error instanceof Error ? [error.name] : [];
}

/** Whether a condition failed: the answer to a question, not a failure. */
export function isRefused(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || listNames(error).includes('ConditionalCheckFailed');
}

/** Whether another transaction was in the way, which is over by now. */
export function isConflict(error: unknown): boolean {
  return !isRefused(error) && listNames(error).some((name) => conflicting.has(name));
}

export function isBusy(error: unknown): boolean {
  return !isRefused(error) && listNames(error).some((name) => busy.has(name));
}

/** What callers are told when ten attempts were not enough, or the table is not there; anything else as it is. */
export function nameFailure(error: unknown, table: string): unknown {
  if (isBusy(error)) return new FaultlineError('table-throttled', { table }, error);
  const isMissing = listNames(error).includes('ResourceNotFoundException');
  return isMissing ? new FaultlineError('table-unknown', { table }, error) : error;
}

/** Whether it was sent more than once: then what refused it may be itself, written while its answer was lost. */
export function wasRepeated(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException && (error.$metadata.attempts ?? 1) > 1;
}
