import { buffer } from 'node:stream/consumers';
import { decodeDocument } from '../feeds/decode.ts';
import { parseFeed } from '../feeds/parse.ts';
import { readBytes } from '../runtime/read-file.ts';
import { printJson } from './context.ts';

/** `parse`: a feed document from a file or stdin, a normalised item a line. */
export async function runParse(file: string, options: { contentType?: string; base?: string }): Promise<void> {
  const contentType = options.contentType ?? '';
  const text = decodeDocument(file === '-' ? await buffer(process.stdin) : await readBytes(file), contentType);
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
