import type { KnownBlock, View } from '@slack/types';

/**
 * What the page shows: everything that one user sees of the workspace. `GET /state?user=ID` answers with it, of the first user where
 * none is named; each message of `GET /changes` (server-sent events) says that it may have changed.
 */
export interface Snapshot {
  team: { id: string; name: string };
  /** Who looks. */
  me: string;
  users: PlaygroundUser[];
  app: { userId: string; name: string; command: string; installed: boolean; hints: CommandHint[] };
  /** Channels that the user may see, then direct messages with the app. */
  channels: PlaygroundChannel[];
  /** By channel id, oldest first, replies among them (`threadTs`), ephemeral ones only for who sees them. */
  messages: Record<string, PlaygroundMessage[]>;
  /** The app's Home as last published for this user. */
  home?: View;
  /** Open modals of this user, the one on top last. */
  modals: OpenModal[];
  /** Absent where the clock is the machine's own. */
  clock?: { now: string };
}

export interface PlaygroundUser {
  id: string;
  name: string;
  realName: string;
  isAdmin: boolean;
  timezone: string;
}

export interface PlaygroundChannel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'direct';
  isArchived: boolean;
  members: string[];
  hasApp: boolean;
}

export interface PlaygroundMessage {
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks: KnownBlock[];
  isEdited?: true;
  /** The user who alone sees it; it carries no `ts` that Slack would know. */
  ephemeralTo?: string;
  files: PlaygroundFile[];
}

export interface PlaygroundFile {
  id: string;
  title: string;
  altText: string;
  mimeType: string;
  /** On this server. */
  url: string;
}

/** A modal with the id that Slack gave it; `errors` by block id, as the app answered the last submission. */
export interface OpenModal {
  id: string;
  view: View;
  errors: Record<string, string>;
  /** Whether a submission is under way. */
  isBusy: boolean;
}

/** One line of the command's completion. */
export interface CommandHint {
  /** What follows the command's name: words to type as they are, in lower case, then what stands for something, as in `story N` or `latest [QUERY]`. */
  words: string;
  help: string;
}

/** What a user does on the page. */
export type Deed =
  /** `text` is what follows the command's name. */
  | { kind: 'command'; channel: string; text: string }
  | { kind: 'say'; channel: string; text: string }
  | {
      kind: 'action';
      source: { kind: 'message'; channel: string; ts: string } | { kind: 'modal'; id: string } | { kind: 'home' };
      blockId: string;
      /** The element's type, `action_id` and what was chosen, as Slack sends it in `actions[0]`. */
      action: Record<string, unknown>;
      /** `view.state.values`, or `state.values` of a message. */
      values: Record<string, Record<string, unknown>>;
    }
  | { kind: 'submit'; modal: string; values: Record<string, Record<string, unknown>> }
  | { kind: 'close'; modal: string }
  | { kind: 'open-home' }
  | {
      kind: 'membership';
      channel: string;
      deed: 'invite-app' | 'remove-app' | 'join' | 'leave' | 'archive' | 'unarchive' | 'delete';
    }
  | { kind: 'uninstall' }
  /** Lets an app back in that was removed. */
  | { kind: 'install' }
  /** Moves the workspace's clock, where it can be moved. */
  | { kind: 'advance'; minutes: number };

/** The answer to a deed: what went wrong, in words, where something did. */
export interface DeedAnswer {
  ok: boolean;
  error?: string;
}

/**
 * A file that a user chose for a `file_input`, as Slack names it there. `POST /uploads?user=ID&name=NAME` takes its bytes and answers
 * with it, or with a refusal in words; the field then holds it among its `files`.
 */
export interface ChosenFile {
  id: string;
  name: string;
}
