import type { AddressInfo } from 'node:net';
import { HTTPReceiver } from '@slack/bolt';
import { test } from 'vitest';
import type { Store } from '../../lib/jobs/ports.ts';
import { createDispatcher } from '../../lib/runtime/dispatch.ts';
import { createReviewers, openFetch } from '../../lib/runtime/local.ts';
import { createSlackApp } from '../../lib/slack/app.ts';
import { createBoltLogger } from '../../lib/slack/bolt-log.ts';
import { createClient } from '../../lib/slack/client.ts';
import { commandHints } from '../../lib/slack/command-forms.ts';
import { createDirectory } from '../../lib/slack/directory.ts';
import type { Deed } from '../../lib/slack/playground/protocol.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import type { PostedMessage, StoredView } from '../../lib/slack/playground/workspace.ts';
import { botScopes } from '../../lib/slack/scopes.ts';
import type { SlackServices } from '../../lib/slack/services.ts';
import { runTask } from '../../lib/slack/work.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { morning } from '../fixtures/builders.ts';
import { type FeedServer, startFeedServer } from '../fixtures/feed-server.ts';

/** Ada administers the workspace, Ben does not; both are in the incident room, and so is the app. In #general the app is not. */
export const ada = 'U0ADAOKAFOR';
export const ben = 'U0BENSILVA1';
export const incidents = 'C0INCIDENTS';
export const general = 'C0GENERAL00';
/** Ada's alone. */
export const notes = 'C0ADASNOTES';

export const signingSecret = 'a secret of the tests';
const botToken = 'xoxb-app-test';

/** A message with the channel that it stands in: the user's id for direct messages. */
export type SeenMessage = PostedMessage & { channel: string };

export interface TestApp {
  slack: Playground;
  store: Store;
  services: SlackServices;
  logged: string[];
  /** Where requests of Slack go. */
  requestUrl: string;
  /** Does something and all the work that it brings. @returns the messages that it brought, wherever they stand */
  watch(work: () => Promise<unknown>): Promise<SeenMessage[]>;
  /** Types the command. */
  ask(user: string, text: string, channel?: string): Promise<SeenMessage[]>;
  /** Uses the element of a message that does an action, with that value where several do. */
  press(user: string, message: SeenMessage, action: string, value?: string): Promise<SeenMessage[]>;
  /** Uses an element of the modal on top, or of the Home. */
  pressIn(user: string, place: StoredView | 'home', action: string, value?: string): Promise<SeenMessage[]>;
  /** Waits for the modal on top for a user, till it says something: it opens after the acknowledgement. */
  awaitModal(user: string, text?: string): Promise<StoredView>;
}

/** Everything that a message says, block by block, as JSON: what it says stands in it, and what does not cannot. */
export function tell({ blocks }: Pick<PostedMessage, 'blocks'>): string {
  return JSON.stringify(blocks);
}

async function openApp(store: Store): Promise<{ app: TestApp; close(): Promise<void> }> {
  let time = morning.getTime();
  const now = () => new Date(time);
  const logged: string[] = [];
  const log: SlackServices['log'] = (level, message, facts) =>
    void logged.push(`${level}: ${message} ${JSON.stringify(facts ?? {})}`);
  const slack = await createPlayground({
    port: 0,
    now,
    botToken,
    appToken: 'xapp-app-test',
    signingSecret,
    hints: commandHints,
    scopes: botScopes,
    retryDelays: [0, 0, 0],
    // Both ends share one thread, which the model takes for itself while it is read.
    ackWait: 60_000,
    postAllowance: { burst: 1_000, perSecond: 1_000 },
  });
  const receiver = new HTTPReceiver({ signingSecret, logger: createBoltLogger(log) });
  const { fetch, close: closeFetch } = openFetch({ allowPrivate: true, contact: '' });
  const client = async () => createClient(botToken, { slackApiUrl: slack.apiUrl });
  const dispatcher = createDispatcher((task) => runTask(task, services));
  const services: SlackServices = {
    store,
    now,
    fetch,
    allowPrivate: true,
    openReviewer: createReviewers(),
    directory: createDirectory({ client, now }),
    client,
    dispatch: dispatcher.dispatch,
    log,
  };
  const { botId, userId: botUserId } = slack.workspace.app;
  createSlackApp({ receiver, authorize: async () => ({ botToken, botId, botUserId }), services });
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.connectApp(requestUrl);

  const listMessages = (): SeenMessage[] =>
    [...slack.workspace.channels.values()].flatMap(({ id, kind, members, messages }) => {
      const other = [...members].find((member) => member !== slack.workspace.app.userId);
      return messages.map((message) => ({ ...message, channel: kind === 'direct' ? (other ?? id) : id }));
    });
  const watch: TestApp['watch'] = async (work) => {
    time += 1_000;
    const before = new Set(listMessages().map(({ ts }) => ts));
    await work();
    await dispatcher.settle();
    return listMessages().filter(({ ts }) => !before.has(ts));
  };
  const act = (user: string, deed: Deed) =>
    watch(async () => {
      const { ok, error } = await slack.act(user, deed);
      if (!ok) throw new Error(error);
    });
  return {
    app: {
      slack,
      store,
      services,
      logged,
      requestUrl,
      watch,
      ask: (user, text, channel = incidents) => act(user, { kind: 'command', channel, text }),
      press(user, { channel: place, ts, blocks }, action, value) {
        const { blockId, element } = findElement(blocks, action, value);
        const channel = place.startsWith('U') ? findDirect(slack, place) : place;
        return act(user, {
          kind: 'action',
          source: { kind: 'message', channel, ts },
          blockId,
          action: element,
          values: {},
        });
      },
      pressIn(user, place, action, value) {
        const view = place === 'home' ? slack.workspace.views.get(slack.workspace.homes.get(user) ?? '') : place;
        const { blockId, element } = findElement((view?.view.blocks ?? []) as PostedMessage['blocks'], action, value);
        const source = place === 'home' ? { kind: 'home' as const } : { kind: 'modal' as const, id: place.id };
        return act(user, { kind: 'action', source, blockId, action: element, values: {} });
      },
      awaitModal: (user, text = '') =>
        slack.until(() => {
          const shown = slack.workspace.views.get(slack.workspace.modals.get(user)?.at(-1) ?? '');
          return shown && JSON.stringify(shown.view).includes(text) && shown;
        }),
    },
    async close() {
      await receiver.stop();
      await dispatcher.settle();
      await slack.close();
      await closeFetch();
    },
  };
}

function findDirect({ workspace }: Playground, user: string): string {
  const found = [...workspace.channels.values()].find(({ kind, members }) => kind === 'direct' && members.has(user));
  return found?.id ?? '';
}

interface Element {
  type: string;
  action_id?: string;
  value?: string;
  options?: { value: string }[];
}

/** The element of a message or view that does an action; of a menu, the option with a value is what is used. */
function findElement(
  blocks: PostedMessage['blocks'],
  action: string,
  value?: string,
): { blockId: string; element: Record<string, unknown> } {
  for (const block of blocks) {
    const candidates = [
      ...('elements' in block ? (block.elements as Element[]) : []),
      ...('accessory' in block && block.accessory ? [block.accessory as Element] : []),
    ];
    for (const element of candidates.filter((one) => one.action_id === action)) {
      const option = element.options?.find((one) => one.value === value);
      const { type } = element;
      if (option)
        return { blockId: block.block_id ?? '', element: { type, action_id: action, selected_option: option } };
      if (value === undefined || element.value === value) {
        return { blockId: block.block_id ?? '', element: { type, action_id: action } };
      }
    }
  }
  throw new Error(`nothing there does ${action} ${value ?? ''}`);
}

interface Fixture {
  store: Store;
  app: TestApp;
  server: FeedServer;
}

/** A workspace with the whole app in it for each case, over real HTTP; its clock moves on by a second at each deed. */
export const it = test.extend<Fixture>({
  store: async ({ task: _task }, use) => {
    const store = createSqliteStore(':memory:');
    await use(store);
    store.close();
  },
  app: async ({ store }, use) => {
    const { app, close } = await openApp(store);
    await use(app);
    await close();
  },
  server: async ({ task: _task }, use) => {
    const server = await startFeedServer();
    await use(server);
    await server.close();
  },
});
