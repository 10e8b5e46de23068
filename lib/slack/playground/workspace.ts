import { EventEmitter } from 'node:events';
import type { KnownBlock, View } from '@slack/types';
import type { Now } from '../../jobs/ports.ts';
import type { PlaygroundChannel, PlaygroundFile, PlaygroundUser } from './protocol.ts';
import type { FoundedChannel } from './sample-team.ts';

/** Who speaks as Slackbot: what went wrong with a command. */
export const slackbot = 'USLACKBOT';

interface AppIdentity {
  id: string;
  /** The bot user. */
  userId: string;
  botId: string;
  name: string;
}

export interface Channel extends Pick<PlaygroundChannel, 'id' | 'name' | 'kind' | 'isArchived'> {
  createdAt: Date;
  creator: string;
  /** User ids; the app's bot user among them where the app is in. */
  members: Set<string>;
  /** Oldest first, replies and ephemeral ones among them. */
  messages: PostedMessage[];
}

export interface Metadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface PostedMessage {
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks: KnownBlock[];
  editedAt?: string;
  ephemeralTo?: string;
  /** File ids. */
  files: string[];
  metadata?: Metadata;
}

export interface StoredFile extends Pick<PlaygroundFile, 'id' | 'title' | 'altText' | 'mimeType'> {
  name: string;
  /** Who gave it. */
  user: string;
  size: number;
  createdAt: Date;
  /** Absent until it is uploaded. */
  bytes?: Uint8Array<ArrayBuffer>;
  /** Channel ids, once the upload is completed. */
  sharedIn: string[];
}

export interface StoredView {
  id: string;
  user: string;
  view: View;
  hash: string;
  rootId: string;
  previousId?: string;
  /** `state.values` as the user last left them. */
  values: Record<string, Record<string, unknown>>;
  errors: Record<string, string>;
  isBusy: boolean;
}

/** A use of the app by somebody, which lets the app open a modal for a while. */
export interface Trigger {
  user: string;
  /** Where the user was. */
  channel?: string;
  expiresAt: Date;
  isUsed: boolean;
}

/** Where the app may answer an interaction, a few times. */
export interface ResponseUrl {
  user: string;
  channel: string;
  /** The message that was acted on. */
  ts?: string;
  expiresAt: Date;
  usesLeft: number;
}

/** One Slack workspace with one app in it: plain data, changed by the functions beside it, which `touch` it. */
export interface Workspace {
  now: Now;
  /** Where its server is, without a slash at its end. */
  url: string;
  team: { id: string; name: string; domain: string };
  app: AppIdentity;
  isInstalled: boolean;
  users: Map<string, PlaygroundUser>;
  channels: Map<string, Channel>;
  files: Map<string, StoredFile>;
  views: Map<string, StoredView>;
  /** View ids by user, the one on top last. */
  modals: Map<string, string[]>;
  /** View id by user. */
  homes: Map<string, string>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  /** Authorization codes of the installation by OAuth, each good for one exchange. */
  codes: Set<string>;
  /** Emits `change`. */
  changes: EventEmitter<{ change: [] }>;
  /** The time as a `ts`, never the same twice. */
  takeTs(): string;
  /** An id that no other thing has, such as V0000000012. */
  takeId(prefix: string): string;
}

/** A workspace as it is founded, the app installed by nobody in particular. */
export function createWorkspace(options: {
  now: Now;
  url: string;
  users: readonly PlaygroundUser[];
  channels: readonly FoundedChannel[];
}): Workspace {
  const { now, url } = options;
  let lastMicrosecond = 0;
  let lastId = 0;
  const changes: Workspace['changes'] = new EventEmitter();
  // Every page and every test that waits listens.
  changes.setMaxListeners(0);
  const app = { id: 'A0FAULTLINE', userId: 'U0FAULTLINE', botId: 'B0FAULTLINE', name: 'Faultline' };
  const channels = options.channels.map(({ id, name, kind, members, hasApp }): [string, Channel] => [
    id,
    {
      id,
      name,
      kind,
      isArchived: false,
      createdAt: now(),
      creator: members[0] ?? slackbot,
      members: new Set(hasApp ? [...members, app.userId] : members),
      messages: [],
    },
  ]);
  return {
    now,
    url,
    team: { id: 'T0PLAYGROUND', name: 'Playground', domain: 'playground' },
    app,
    isInstalled: true,
    users: new Map(options.users.map((user) => [user.id, user])),
    channels: new Map(channels),
    files: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    codes: new Set(),
    changes,
    takeTs() {
      lastMicrosecond = Math.max(lastMicrosecond + 1, now().getTime() * 1000);
      return `${Math.floor(lastMicrosecond / 1_000_000)}.${String(lastMicrosecond % 1_000_000).padStart(6, '0')}`;
    },
    takeId(prefix) {
      lastId += 1;
      return `${prefix}${String(lastId).padStart(10, '0')}`;
    },
  };
}

/** Tells everybody who watches that something is not as it was. */
export function touch(workspace: Workspace): void {
  workspace.changes.emit('change');
}

/** The direct messages between a user and the app; there from the first time that somebody asks. */
export function openDirect(workspace: Workspace, user: string): Channel {
  const { app, channels } = workspace;
  for (const channel of channels.values()) {
    if (channel.kind === 'direct' && channel.members.has(user)) return channel;
  }
  const channel: Channel = {
    id: workspace.takeId('D'),
    name: '',
    kind: 'direct',
    isArchived: false,
    createdAt: workspace.now(),
    creator: app.userId,
    members: new Set([user, app.userId]),
    messages: [],
  };
  channels.set(channel.id, channel);
  touch(workspace);
  return channel;
}

/** What the app may know of: public channels, and those that it is in. */
export function isSeenByApp({ app }: Workspace, { kind, members }: Channel): boolean {
  return kind === 'public' || members.has(app.userId);
}
