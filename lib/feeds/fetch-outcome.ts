export interface FetchRequest {
  url: string;
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** A document as it came off the wire, decompressed but not decoded. */
export interface FetchedDocument {
  kind: 'fetched';
  body: Uint8Array;
  /** The `Content-Type` header as sent, '' where there was none. */
  contentType: string;
  etag?: string;
  lastModified?: string;
  /** The address after redirects. */
  url: string;
  /** The address to ask next time: differs from the one asked only after permanent redirects (301, 308) all the way. */
  permanentUrl: string;
  /** Seconds that `Cache-Control: max-age` asks to wait. */
  maxAge?: number;
  /** The `Link` header (RFC 8288). */
  link?: string;
}

/** How a fetch ended; the four that are not `fetched` are told apart because each calls for another deed. */
export type FetchOutcome =
  | FetchedDocument
  | { kind: 'unchanged' }
  | { kind: 'gone' }
  /** A bot wall answered; `by` names its vendor. */
  | { kind: 'blocked'; by: string }
  /** `reason` is one line for people; `retryAfter` in seconds as the server asked. */
  | { kind: 'failed'; reason: string; retryAfter?: number };
