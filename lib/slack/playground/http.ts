import type { IncomingMessage, ServerResponse } from 'node:http';

/** Slack takes views of 250 kB and messages of less; a form triples what it escapes. */
const largestBody = 2_000_000;

/**
 * Whether a request names this machine as its host: one that names another comes from a web page elsewhere by DNS rebinding.
 */
export function isForThisMachine({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
}

/** @returns `undefined` where it is larger than `limit` bytes; the rest is read and dropped, so that the refusal reaches the sender */
export async function readBody(
  request: IncomingMessage,
  limit = largestBody,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    .end(text);
}

export function answerJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(JSON.stringify(value));
}
