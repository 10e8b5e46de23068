import type { ViewOutput } from '@slack/bolt';

/** Who asks, and where. */
export interface Asker {
  team: string;
  /** Absent on the App Home, and in what was opened there. */
  channel?: string;
  user: string;
}

/** A modal as it was submitted, or as it stands while one of its elements is used. */
export interface Submission {
  /** In the channel where the modal was opened. */
  asker: Asker;
  viewId: string;
  /** `private_metadata` as the modal wrote it; what the app keeps beside it is taken off. */
  metadata: string;
  values: ViewOutput['state']['values'];
}

/** Work that an interaction leaves to be done after its acknowledgement; plain JSON, for it may go to another process. */
export type SlackTask =
  /** A slash command; `command` is its name as the team set it, `text` what followed. */
  | { kind: 'command'; asker: Asker; command: string; text: string; responseUrl: string }
  /** An element of a message, a modal or the Home was used; `value` is what it carries. */
  | {
      kind: 'action';
      asker: Asker;
      action: string;
      value: string;
      responseUrl?: string;
      /** The modal that shows the answer, where one was opened for it. */
      viewId?: string;
      /** Of the message that it stands in, where that is a reply. */
      thread?: string;
    }
  /** The App Home is shown to somebody or must be drawn anew. */
  | { kind: 'home'; asker: Asker }
  /**
   * A modal was opened (`action` ''), or one of its elements was used: it may have to be drawn anew; with `hash`, only as long as it is
   * the view of that hash.
   */
  | {
      kind: 'changed';
      modal: string;
      submission: Submission;
      element: { action: string; value: string };
      hash?: string;
    }
  /** A modal was submitted and accepted. */
  | { kind: 'submitted'; modal: string; submission: Submission }
  /**
   * Something befell the app or a channel; `id` is its `event_id` and `at` its `event_time` in ISO 8601, the same each time that Slack
   * tells of it; `user` invited the app.
   */
  | { kind: 'event'; id: string; team: string; event: string; at: string; channel?: string; user?: string };
