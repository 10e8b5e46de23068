import type { Alert } from './alert.ts';
import type { Notice } from './delivery.ts';
import type { Digest, DigestStory } from './digest.ts';

/** One message to be rendered and posted. */
export type Message =
  | { kind: 'digest'; digest: Digest }
  /** The details of one story of a digest, a reply in its thread. */
  | { kind: 'details'; digest: Digest; story: DigestStory }
  | { kind: 'alert'; alert: Alert }
  /** One line of an alert's history, a reply in its thread. */
  | { kind: 'change'; alert: Alert; change: number }
  | { kind: 'notice'; notice: Notice };
