import { describeError, FaultlineError } from '../errors.ts';

const phrases: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  ENODATA: 'no such host',
  EBADNAME: 'no such host',
  EAI_AGAIN: 'the host name could not be looked up just now',
  ETIMEOUT: 'the host name could not be looked up just now',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too large',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
  EPROTO: 'no secure connection could be made',
};

const timeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * What went wrong on the network, in a few words that need no manual.
 * @param timeout the limit in milliseconds that a time-out ran into
 */
export function describeNetworkError(error: unknown, timeout: number): string {
  if (error instanceof FaultlineError) return String(error.facts.why ?? error.message);
  const { code, name } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, name: '' };
  if (name === 'TimeoutError' || (code && timeouts.has(code))) return `timed out after ${timeout / 1000} s`;
  if (name === 'HTTPParserError') return 'its answer is not HTTP';
  if (!code) return describeError(error);
  if (code.startsWith('ERR_SSL_')) return 'no secure connection could be made';
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_') || code.startsWith('ERR_BROTLI')) {
    return 'its compression is broken';
  }
  return phrases[code] ?? describeError(error);
}
