import { readFile } from 'node:fs/promises';
import { describeError, FaultlineError } from '../errors.ts';

/**
 * @throws FaultlineError `file-unreadable` with the reason in words
 */
export async function readText(file: string): Promise<string> {
  return (await readBytes(file)).toString('utf8');
}

/**
 * @throws FaultlineError `file-unreadable` with the reason in words
 */
export async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : describeError(error);
    throw new FaultlineError('file-unreadable', { file, why }, error);
  }
}
