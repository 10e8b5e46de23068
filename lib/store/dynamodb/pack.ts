import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FaultlineError } from '../../errors.ts';
import { readJson, writeJson } from '../../json.ts';

/** The first byte of what is packed; the rest is JSON, deflated (RFC 1951). A write is paid for by the KB. */
const format = 1;

export function pack(value: object): Uint8Array {
  return Buffer.concat([Uint8Array.of(format), deflateRawSync(writeJson(value))]);
}

/**
 * What `pack` packed.
 * @param parse makes the value of its JSON
 * @throws FaultlineError `record-newer` for what a later Faultline wrote
 */
export function unpack<T>(packed: unknown, parse: (json: string) => T = readJson<T>): T {
  const bytes = packed as Uint8Array;
  const [found = 0] = bytes;
  if (found > format) throw new FaultlineError('record-newer', { found, known: format });
  return parse(inflateRawSync(bytes.subarray(1)).toString());
}
