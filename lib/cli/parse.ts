import { buffer } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { parseFeed } from '../feeds/parse.ts';
import { printJson } from './context.ts';

/** `parse`: a feed document from a file or stdin, a normalised item a line. */
export async function runParse(file: string, options: { contentType?: string; base?: string }): Promise<void> {
  const contentType = options.contentType ?? '';
  const text = decodeDocument(await readBytes(file), contentType);
  const { items } = await parseFeed(text, { contentType, ...(options.base ? { baseUrl: options.base } : {}) });
  for (const { title, url, summary, published, updated, guid } of items) {
    printJson({
      title,
      url: url ?? null,
      summary,
      published: (published ?? updated)?.toISOString() ?? null,
      guid: guid ?? null,
    });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : describeError(error);
    throw new FaultlineError('file-unreadable', { file, why }, error);
  }
}
