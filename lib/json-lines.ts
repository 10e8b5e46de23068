import { describeError, FaultlineError } from './errors.ts';

/**
 * Reads JSON Lines; blank lines are skipped.
 * @param file named in the error
 * @param read makes the value of a line's object, and throws what is wrong with it
 * @throws FaultlineError `corpus-wrong` with the line, at the first that is no JSON object or that `read` refuses
 */
export function parseJsonLines<T>(text: string, file: string, read: (raw: Record<string, unknown>) => T): T[] {
  const values: T[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    try {
      const raw: unknown = JSON.parse(line);
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error('it is no JSON object');
      values.push(read(raw as Record<string, unknown>));
    } catch (error) {
      throw new FaultlineError('corpus-wrong', { file, line: i + 1, why: describeError(error) }, error);
    }
  }
  return values;
}
