import type { KnownBlock } from '@slack/types';
import { openPlayground, type PlaygroundConnection } from '../../runtime/playground.ts';
import { showPart } from './open-process.ts';

/** Where Slack is, and as whom the app speaks to it. */
export interface SlackPlace extends Pick<PlaygroundConnection, 'access' | 'signingSecret'> {
  team: string;
  /** A member of every channel. */
  user: string;
  /** Ids; the app is in all of them. */
  channels: string[];
  /** Takes any number of answers to the user, in the first channel. */
  responseUrl: string;
}

/** A message as it can be posted again. */
export interface PostedText {
  text: string;
  blocks: KnownBlock[];
}

export interface Slack {
  /** @param isUnlimited whether a channel takes any number of messages at once, in place of what Slack allows */
  open(channels: number, isUnlimited: boolean): Promise<SlackPlace>;
  /** Resolves when a channel holds so many messages. @throws after `milliseconds` */
  waitForMessages(channel: string, count: number, milliseconds: number): Promise<void>;
  /** What stands in each channel that is not empty, oldest first. */
  readThreads(): PostedText[][];
  /** Empties the channels. */
  clear(): void;
}

const unlimited = { burst: 1e9, perSecond: 1e9 };
const admin = 'U0ADAOKAFOR';
const responseId = 'bench';

let opened: PlaygroundConnection | undefined;
function workspace(): PlaygroundConnection['workspace'] {
  if (!opened) throw new Error('Slack is not open yet');
  return opened.workspace;
}

showPart({
  async open(count, isUnlimited) {
    const now = (): Date => new Date();
    const channels = Array.from({ length: count }, (_, i) => ({
      id: `C${String(i).padStart(10, '0')}`,
      name: `channel-${i}`,
      kind: 'public' as const,
      members: [admin],
      hasApp: true,
    }));
    opened = await openPlayground({ port: 0, now, channels, ...(isUnlimited ? { postAllowance: unlimited } : {}) });
    const { access, signingSecret, url } = opened;
    const [channel] = channels;
    workspace().responseUrls.set(responseId, {
      user: admin,
      channel: channel?.id ?? '',
      expiresAt: new Date(now().getTime() + 3_600_000),
      usesLeft: Number.POSITIVE_INFINITY,
    });
    return {
      access,
      signingSecret,
      team: workspace().team.id,
      user: admin,
      channels: channels.map(({ id }) => id),
      responseUrl: `${url}respond/${responseId}`,
    };
  },
  waitForMessages(id, count, milliseconds) {
    const { changes, channels } = workspace();
    const countNow = (): number => channels.get(id)?.messages.length ?? 0;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (countNow() >= count) settle(resolve);
      };
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        changes.off('change', look);
        end();
      };
      const giveUp = (): void => reject(new Error(`${countNow()} of ${count} messages came`));
      const timer = setTimeout(() => settle(giveUp), milliseconds);
      changes.on('change', look);
      look();
    });
  },
  readThreads: () =>
    [...workspace().channels.values()]
      .filter(({ messages }) => messages.length > 0)
      .map(({ messages }) => messages.map(({ text, blocks }) => ({ text, blocks }))),
  clear() {
    for (const channel of workspace().channels.values()) channel.messages = [];
  },
} satisfies Slack);
