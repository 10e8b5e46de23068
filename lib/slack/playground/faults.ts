/** What goes wrong with one request; `taken` says whether Slack did it all the same. */
export type Fault =
  /** HTTP 429 with `Retry-After`, or without: https://github.com/slack-go/slack/pull/1383 */
  | { kind: 'limited'; seconds?: number }
  /** HTTP 500. */
  | { kind: 'error'; taken: boolean }
  /** The connection is cut without an answer. */
  | { kind: 'cut'; taken: boolean }
  /** The answer comes so late, if anybody still waits for it. */
  | { kind: 'hang'; taken: boolean; milliseconds: number };

export interface Faults {
  /** The next call of a method ends so; several of one method are met in order. */
  next(method: string, fault: Fault): void;
  take(method: string): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  return {
    next(method, fault) {
      waiting.set(method, [...(waiting.get(method) ?? []), fault]);
    },
    take: (method) => waiting.get(method)?.shift(),
  };
}
