import { answerUnsure } from '../jobs/ask-maker.ts';
import { pauseSubscription, removeSubscription, resumeSubscription } from '../jobs/subscribe.ts';
import { isQuery, parseQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { actionIds, readListed, readStoryChoice } from '../render/actions.ts';
import type { SlackMessage } from '../render/blocks.ts';
import { answerAddFeed, answerChangeFeed, answerExport, answerFeeds } from './answers/feeds.ts';
import { answerHelp } from './answers/help.ts';
import { renderNote, usualCommand } from './answers/notes.ts';
import { answerReceipt } from './answers/receipt.ts';
import { answerLatest, answerStory, everything } from './answers/stories.ts';
import { answerSubscriptions, tellRemoved } from './answers/subscriptions.ts';
import { answerTrends } from './answers/trends.ts';
import { publishHome } from './home.ts';
import { reply } from './reply.ts';
import type { SlackServices } from './services.ts';
import type { Asker, SlackTask } from './task.ts';
import { tellSubscribed } from './tell-subscribed.ts';

type ActionTask = SlackTask & { kind: 'action' };

/** Does what a button or a menu asks for, and answers. A deed that was done in a list or on the Home shows there. */
export async function runAction(task: ActionTask, services: SlackServices): Promise<void> {
  const { asker, action, value } = task;
  if (action === actionIds.turnHome) return publishHome(asker, services, Number(value));
  const drawList = lists[action];
  if (drawList) return change(task, drawList, services);
  const message = (await perform(task, services)) ?? (await read(task, services));
  const isSettled = action === actionIds.postAgain || action === actionIds.leaveIt;
  // A question that was answered is no question any more.
  if (message) await reply(task, message, services, { replace: isSettled });
}

/** Changes a subscription or a feed. */
async function change(task: ActionTask, drawList: DrawList, services: SlackServices): Promise<void> {
  const { asker, value, viewId } = task;
  const { id, page } = readListed(value);
  const told = await perform({ ...task, value: id }, services);
  const message = page === undefined ? told : await drawList(page, asker, services);
  const isOnHome = !asker.channel;
  if (message && (viewId || !isOnHome)) await reply(task, message, services, { replace: page !== undefined });
  if (isOnHome) await publishHome(asker, services);
}

type DrawList = (page: string, asker: Asker, services: SlackServices) => Promise<SlackMessage>;

const drawSubscriptions: DrawList = (_, asker, services) => answerSubscriptions(asker, services);

/** What changes subscriptions or feeds, with the list that shows it. */
const lists: Readonly<Record<string, DrawList>> = {
  [actionIds.pauseSubscription]: drawSubscriptions,
  [actionIds.resumeSubscription]: drawSubscriptions,
  [actionIds.removeSubscription]: drawSubscriptions,
  [actionIds.enableFeed]: answerFeeds,
  [actionIds.disableFeed]: answerFeeds,
  [actionIds.removeFeed]: answerFeeds,
};

async function perform(
  { action, value, asker }: ActionTask,
  services: SlackServices,
): Promise<SlackMessage | undefined> {
  switch (action) {
    case actionIds.pauseSubscription:
      return tellSubscribed(await pauseSubscription(services, asker, value), 'changed', services.now());
    case actionIds.resumeSubscription:
      return tellSubscribed(await resumeSubscription(services, asker, value), 'changed', services.now());
    case actionIds.removeSubscription:
      return tellRemoved(await removeSubscription(services, asker, value));
    case actionIds.enableFeed:
      return answerChangeFeed(value, 'enable', asker, services);
    case actionIds.disableFeed:
      return answerChangeFeed(value, 'disable', asker, services);
    case actionIds.removeFeed:
      return answerChangeFeed(value, 'remove', asker, services);
    case actionIds.chooseFeed:
      return answerAddFeed(value, asker, services);
    case actionIds.postAgain:
      await answerUnsure(services, asker, value, 'post-again');
      return renderNote('It is posted again, and says in its first line that it may be a repeat.');
    case actionIds.leaveIt:
      await answerUnsure(services, asker, value, 'leave');
      return renderNote('Good: it counts as posted.');
    default:
      return undefined;
  }
}

/** What is to be read; `undefined` for an element that asks for nothing. */
async function read({ action, value, asker }: ActionTask, services: SlackServices): Promise<SlackMessage | undefined> {
  switch (action) {
    case actionIds.storyMenu: {
      const choice = readStoryChoice(value);
      // The other deeds of the menu open modals.
      if (choice?.deed !== 'sides' && choice?.deed !== 'why') return undefined;
      return answerStory(choice.deed, { by: 'id', id: choice.storyId }, asker, services);
    }
    case actionIds.showStory:
      return answerStory('story', { by: 'id', id: value }, asker, services);
    case actionIds.showSides:
      return answerStory('sides', { by: 'id', id: value }, asker, services);
    case actionIds.latest:
      return answerLatest(readQuery(value), asker, services);
    case actionIds.trends:
      return answerTrends(readQuery(value), asker, false, services);
    case actionIds.receipt:
      return answerReceipt(value || undefined, asker, services);
    case actionIds.listFeeds:
      return answerFeeds(value, asker, services);
    case actionIds.exportFeeds:
      return answerExport(asker, false, services);
    case actionIds.help:
      return answerHelp(undefined, usualCommand);
    default:
      return undefined;
  }
}

/** Our own buttons carry queries that were understood. */
function readQuery(text: string): Query {
  const query = parseQuery(text);
  return isQuery(query) ? query : everything;
}
