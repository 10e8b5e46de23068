import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

type Bytes = AsyncIterable<Uint8Array>;
type Decoder = (source: Bytes) => Bytes;

/** Many servers leave out the trailer; curl and the browsers read their answers nevertheless. */
const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const lenientBrotli = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

/** Nobody encodes more than twice; a long chain multiplies work without sending much. */
const maxEncodings = 2;

type BodyOutcome =
  | { kind: 'read'; bytes: Uint8Array }
  | { kind: 'too-large' }
  | { kind: 'unknown-encoding'; encoding: string };

/**
 * Reads a body to its end, decompressed, and stops at the first byte beyond the limit: no more than that is ever held.
 * @param encoding the `Content-Encoding` header
 * @param maxBytes limit of decompressed bytes
 * @throws what the connection or the decompressor throws
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<BodyOutcome> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const decoders = names.reverse().map(findDecoder);
  if (decoders.length > maxEncodings || decoders.includes(undefined)) {
    body.on('error', () => {}).destroy();
    return { kind: 'unknown-encoding', encoding };
  }
  let source: Bytes = body;
  for (const decode of decoders) source = decode?.(source) ?? source;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    // Leaving the loop ends the decoders, and with them the connection.
    if (size > maxBytes) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  return { kind: 'read', bytes: Buffer.concat(chunks) };
}

function findDecoder(encoding: string): Decoder | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return (source) => decode(source, createGunzip(lenient));
  if (encoding === 'br') return (source) => decode(source, createBrotliDecompress(lenientBrotli));
  return encoding === 'deflate' ? inflateEither : undefined;
}

async function* decode(source: Bytes, decoder: Transform): AsyncGenerator<Uint8Array> {
  // The error reaches the reader of `decoder` as well, which is who handles it.
  pipeline(source, decoder).catch(() => {});
  yield* decoder as AsyncIterable<Uint8Array>;
}

/** `deflate` should be the zlib format (RFC 9110, 8.4.1.2) and often is bare deflate; the first byte tells which. */
async function* inflateEither(source: Bytes): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const isZlib = ((first.value[0] ?? 0) & 0x0f) === 8;
  yield* decode(rejoin(first.value, iterator), isZlib ? createInflate(lenient) : createInflateRaw(lenient));
}

async function* rejoin(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
