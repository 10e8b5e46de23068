/** Who asks, and where. */
export interface Asker {
  team: string;
  /** Absent on the App Home. */
  channel?: string;
  user: string;
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
      viewId?: string;
      message?: { ts: string; thread?: string };
    }
  /** The App Home is shown to somebody or must be drawn anew. */
  | { kind: 'home'; asker: Asker }
  /** The subscribe modal wants its rehearsal. */
  | { kind: 'rehearse'; asker: Asker; viewId: string; view: string }
  /** A modal was submitted and accepted. */
  | { kind: 'submitted'; asker: Asker; modal: string; view: string; responseUrl?: string }
  /** Something befell the app or a channel. */
  | { kind: 'event'; team: string; event: string; channel?: string; user?: string };
