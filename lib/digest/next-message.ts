import type { Alert } from './alert.ts';
import type { Delivery, Notice } from './delivery.ts';
import type { Digest } from './digest.ts';
import type { Message } from './message.ts';

/** What a consignment names. */
export type Cargo =
  | { kind: 'digest'; digest: Digest }
  | { kind: 'alert'; alert: Alert }
  | { kind: 'notice'; notice: Notice };

/** What is to be done next about a delivery. */
export type Step =
  /** `shown` is the version of the alert that the message shows; `thread` the `ts` of the message that it replies to. */
  | { kind: 'post'; message: Message; mark: string; thread?: string; shown?: number }
  /** An alert grew after it was posted. */
  | { kind: 'edit'; message: Message; ts: string; shown: number }
  /** All of it stands. */
  | { kind: 'done' };

/**
 * The next message of a delivery: a digest is one message with a reply for each story, an alert one with a reply for each change, a
 * notice one. The message of an alert is brought up to date before its thread is.
 */
export function findNextStep(delivery: Delivery, cargo: Cargo): Step {
  const { id, posted, shown = 0, triedAt } = delivery;
  const [parent] = posted;
  const mark = `${id}:${posted.length}`;
  if (parent === undefined) {
    return cargo.kind === 'alert'
      ? { kind: 'post', message: cargo, mark, shown: cargo.alert.version }
      : { kind: 'post', message: cargo, mark };
  }
  // It counts as arrived, but nobody knows where: there is nothing to edit and no thread to reply in.
  if (parent === '') return { kind: 'done' };
  if (cargo.kind === 'alert' && shown < cargo.alert.version && !triedAt) {
    return { kind: 'edit', message: cargo, ts: parent, shown: cargo.alert.version };
  }
  const reply = findReply(cargo, posted.length - 1);
  return reply ? { kind: 'post', message: reply, mark, thread: parent } : { kind: 'done' };
}

function findReply(cargo: Cargo, index: number): Message | undefined {
  if (cargo.kind === 'digest') {
    const { digest } = cargo;
    const story = digest.stories[index];
    return story && { kind: 'details', digest, story };
  }
  if (cargo.kind === 'alert' && index < cargo.alert.history.length) {
    return { kind: 'change', alert: cargo.alert, change: index };
  }
  return undefined;
}
