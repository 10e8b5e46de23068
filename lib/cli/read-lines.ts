import type { Readable } from 'node:stream';

/** Lines end at a line feed and nowhere else: U+2028 may stand inside a JSON text, and node:readline would split there. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  let pending = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const [rest = '', ...lines] = String(chunk).split('\n');
    pending += rest;
    for (const line of lines) {
      yield pending;
      pending = line;
    }
  }
  if (pending) yield pending;
}
