/** How a post ended. */
export type PostOutcome = { kind: 'posted'; ts: string } | PostFailure;

export type PostFailure =
  /** Slack wants it later. */
  | { kind: 'limited'; seconds: number }
  /** It certainly did not arrive, and may another time. */
  | { kind: 'not-sent'; reason: string }
  /** It may have arrived: no answer came, or one that does not say. */
  | { kind: 'unsure'; reason: string }
  | Gone
  /** Slack will never take it. */
  | { kind: 'refused'; reason: string };

type Gone =
  /** The channel is archived, deleted, or the app is not in it. */
  | { kind: 'channel-gone'; why: 'channel-gone' | 'not-in-channel' }
  /** The workspace took the app's access away. */
  | { kind: 'team-gone' };

/** How the search for a message ended. */
export type Finding =
  | { kind: 'found'; ts: string }
  | { kind: 'absent' }
  /** The app may not read there. */
  | { kind: 'unreadable' }
  /** It may be tried again. */
  | { kind: 'failed'; reason: string }
  | Gone;

/** A failure in a few words, for people. */
export function describeFailure(failure: PostFailure): string {
  switch (failure.kind) {
    case 'limited':
      return `it wants to be asked again in ${failure.seconds} s`;
    case 'channel-gone':
      return failure.why === 'not-in-channel' ? 'the app is not in the channel' : 'the channel is archived or deleted';
    case 'team-gone':
      return 'the workspace took the access of the app away';
    default:
      return failure.reason;
  }
}
