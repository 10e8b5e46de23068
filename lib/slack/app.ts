import {
  type AnyMiddlewareArgs,
  App,
  type AppOptions,
  type BlockAction,
  type CodedError,
  ErrorCode,
  type Receiver,
} from '@slack/bolt';
import { describeError } from '../errors.ts';
import { actionIds, readStoryChoice } from '../render/actions.ts';
import { answerPane, renderPendingPane } from './answer-pane.ts';
import { createBoltLogger } from './bolt-log.ts';
import { parseCommand } from './command.ts';
import { readElement } from './element.ts';
import { listenToEvents } from './events.ts';
import { explainAtField, tellFailure } from './failure.ts';
import type { Modal, Opening } from './modal.ts';
import { modals } from './modals/all.ts';
import { openModal, readSubmission, showView } from './open-modal.ts';
import type { ReplyTo } from './reply.ts';
import type { SlackServices } from './services.ts';

export interface SlackAppParts {
  /** `HTTPReceiver`, `SocketModeReceiver` or `AwsLambdaReceiver`: it checks signatures and the five minutes on the raw body. */
  receiver: Receiver;
  /** Says who the app is in a workspace: `botId`, `botUserId` and `botToken`; throws where it is not installed. */
  authorize: NonNullable<AppOptions['authorize']>;
  services: SlackServices;
}

/**
 * The app as Slack meets it, the same for every receiver. Each listener acknowledges first and hands the work on with
 * `services.dispatch`; only modals open at once, for what opens one is good for three seconds.
 * Who may do what is decided in the jobs.
 */
export function createSlackApp({ receiver, authorize, services }: SlackAppParts): App {
  const app = new App({
    receiver,
    authorize,
    convoStore: false,
    extendedErrorHandler: true,
    logger: createBoltLogger(services.log),
  });
  listenToCommands(app, services);
  listenToActions(app, services);
  listenToViews(app, services);
  listenToEvents(app, services);
  handleErrors(app, services);
  return app;
}

function listenToCommands(app: App, services: SlackServices): void {
  app.command(/.*/, async ({ ack, command, context }) => {
    await ack();
    const asker = { team: context.teamId ?? command.team_id, channel: command.channel_id, user: command.user_id };
    const to = { asker, responseUrl: command.response_url };
    await attempt(to, services, command.command, async () => {
      const parsed = parseCommand(command.text);
      const modal = parsed.kind === 'open' && findOpened(parsed);
      if (modal) return openModal(modal, { asker, ...parsed }, { id: command.trigger_id, isOnTop: false }, services);
      return services.dispatch({ kind: 'command', ...to, command: command.command, text: command.text });
    });
  });
}

function findOpened({ action, value }: Pick<Opening, 'action' | 'value'>): Modal | undefined {
  return modals.find((modal) => modal.isOpenedBy(action, value));
}

/** What is answered with something to read; in a modal where there is no channel to read it in. */
const reading: ReadonlySet<string> = new Set([
  actionIds.showStory,
  actionIds.showSides,
  actionIds.latest,
  actionIds.trends,
  actionIds.receipt,
  actionIds.listFeeds,
  actionIds.help,
]);

function isReading(action: string, value: string): boolean {
  return reading.has(action) || (action === actionIds.storyMenu && readStoryChoice(value) !== undefined);
}

function listenToActions(app: App, services: SlackServices): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, action: element, body, context }) => {
    await ack();
    const { action, value } = readElement(element);
    if (action === actionIds.openLink) return;
    const { view } = body;
    const to: ReplyTo = {
      ...readOrigin(body, context.teamId),
      ...(view?.callback_id === answerPane ? { viewId: view.id } : {}),
    };
    await attempt(to, services, undefined, async () => {
      const trigger = { id: body.trigger_id, isOnTop: view?.type === 'modal' };
      const opened = findOpened({ action, value });
      if (opened) return openModal(opened, { asker: to.asker, action, value }, trigger, services);
      const inside = view?.type === 'modal' ? modals.find(({ id }) => id === view.callback_id) : undefined;
      if (view && inside) {
        const submission = readSubmission(view, to.asker);
        if (inside.change)
          await services.dispatch({ kind: 'changed', modal: inside.id, submission, element: { action, value } });
        return;
      }
      if (view?.type === 'home' && isReading(action, value)) {
        const client = await services.client(to.asker.team);
        to.viewId = (await showView(renderPendingPane(), trigger, client)).id;
      }
      return services.dispatch({ kind: 'action', ...to, action, value });
    });
  });
}

/** Who used an element, and where the answer goes. */
function readOrigin({ team, user, channel, response_url, message, container }: BlockAction, teamId = ''): ReplyTo {
  const asker = { team: teamId || team?.id || '', user: user.id, ...(channel ? { channel: channel.id } : {}) };
  const thread: unknown = message?.thread_ts ?? container.thread_ts;
  // A message with replies names itself as its thread, and is read in the channel.
  const isReply = typeof thread === 'string' && thread !== (message?.ts ?? container.message_ts);
  return {
    asker,
    ...(response_url ? { responseUrl: response_url } : {}),
    ...(isReply ? { thread } : {}),
  };
}

function listenToViews(app: App, services: SlackServices): void {
  app.view(/.*/, async ({ ack, view, body, context }) => {
    const modal = modals.find(({ id }) => id === view.callback_id);
    if (!modal) return ack();
    const submission = readSubmission(view, { team: context.teamId ?? view.team_id, user: body.user.id });
    const errors = await modal.check(submission, services).catch((error: unknown) => {
      const field = view.blocks.find(({ type }) => type === 'input')?.block_id;
      if (!field) throw error;
      return { [field]: explainAtField(error, services.log) };
    });
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    await ack();
    await attempt({ asker: submission.asker }, services, undefined, () =>
      services.dispatch({ kind: 'submitted', modal: modal.id, submission }),
    );
  });
}

/** Whatever goes wrong after the acknowledgement is told to who asked. */
async function attempt(
  to: ReplyTo,
  services: SlackServices,
  command: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await tellFailure(to, error, services, command);
  }
}

/** What no listener caught: no installation, and events that could not be handed on, which Slack sends again if it is told so. */
function handleErrors(app: App, { log }: SlackServices): void {
  app.error(async ({ error, body }: { error: CodedError; body: AnyMiddlewareArgs['body'] }) => {
    log('error', 'Slack request failed', { reason: describeError(error.original ?? error) });
    if ('event' in body && error.code !== ErrorCode.AuthorizationError) throw error;
  });
}
