import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError, FaultlineError } from '../../errors.ts';
import type { Now } from '../../jobs/ports.ts';
import { botScopes } from '../scopes.ts';
import { type AppAnswer, type AppLink, createHttpLink, unreachable } from './app-link.ts';
import { answerAuthorize } from './authorize-app.ts';
import { perform } from './deeds.ts';
import { createEventSender, type SlackEvent, usualRetryDelays } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { answerText, isForThisMachine } from './http.ts';
import type { Credentials } from './method.ts';
import type { Page } from './page.ts';
import { createPageServer } from './page-server.ts';
import type { CommandHint, Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { type Allowance, createLimiter } from './rate-limit.ts';
import { answerResponse } from './respond.ts';
import { type FoundedChannel, sampleChannels, sampleUsers, usualEvents } from './sample-team.ts';
import { takeSnapshot } from './snapshot.ts';
import { createSocketMode } from './socket-mode.ts';
import type { Stage } from './stage.ts';
import { answerPrivateFile, takeUpload } from './uploads.ts';
import { waitUntil } from './wait-until.ts';
import { answerCall, type WebApi } from './web-api.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface PlaygroundOptions extends Credentials {
  /** 0 for any free one. */
  port: number;
  now: Now;
  /** Moves the clock that `now` reads, where it can be moved; the page offers it. */
  advance?: (minutes: number) => void | Promise<void>;
  signingSecret: string;
  /** Of the bot token; by default those that the app asks for, none of which reads messages. */
  scopes?: readonly string[];
  /** Types of events that the app subscribed to; by default those that it knows what to do with. */
  events?: readonly string[];
  users?: readonly PlaygroundUser[];
  channels?: readonly FoundedChannel[];
  /** With its slash. */
  command?: string;
  hints?: readonly CommandHint[];
  /** The page; absent where only programs play. */
  page?: () => Promise<Page>;
  /** Messages that one channel takes. By default ten at once and then one a second. */
  postAllowance?: Allowance;
  /** Milliseconds that the app has for an acknowledgement: 3,000 by default. */
  ackWait?: number;
  /** Milliseconds before each further try of an event: at once, a minute and five by default. */
  retryDelays?: readonly number[];
}

export interface Playground {
  /** The page, with a slash at its end. */
  url: string;
  /** For `slackApiUrl` of the SDK's clients. */
  apiUrl: string;
  workspace: Workspace;
  /** Makes requests of the app go wrong, by method. */
  faults: Pick<Faults, 'next'>;
  /** Sends requests to the app's request URL from now on, while no Socket Mode connection is open. */
  connectApp(url: string): void;
  /** Does what a user does on the page; resolves when the app has acknowledged it, or has not. */
  act(user: string, deed: Deed): Promise<DeedAnswer>;
  /** Sends an event that no deed makes; resolves when the app took it, or after the last try. */
  sendEvent(event: SlackEvent): Promise<AppAnswer>;
  /** Waits until a look at the workspace finds something. @throws after `milliseconds`, 10,000 if not given */
  until<T>(look: () => T | undefined | false, milliseconds?: number): Promise<T>;
  /** Ends everything under way; Socket Mode connections are told to connect anew. */
  close(): Promise<void>;
}

/**
 * Slack on this machine, as far as the app can tell: the Web API, the requests that Slack sends, and everything that a person does
 * in a workspace. Listens on 127.0.0.1, and answers nobody who calls it by another name.
 * @throws FaultlineError `port-taken`
 */
export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { now, signingSecret, ackWait = 3000, users = sampleUsers, channels = sampleChannels } = options;
  const closing = new AbortController();
  const server = createServer({ keepAliveTimeout: restingTime });
  const origin = await listen(server, options.port);
  const workspace = createWorkspace({ now, url: origin, users, channels });
  const socketMode = createSocketMode({ server, origin, appId: workspace.app.id, wait: ackWait });
  let httpLink: AppLink = async () => unreachable;
  const link: AppLink = (request) => (socketMode.isConnected() ? socketMode.send(request) : httpLink(request));
  const events = createEventSender({
    workspace,
    link,
    retryDelays: options.retryDelays ?? usualRetryDelays,
    subscribed: new Set(options.events ?? usualEvents),
    closing: closing.signal,
  });
  const command = options.command ?? '/faultline';
  const stage: Stage = { workspace, command, link, events, advance: options.advance };
  const act = (user: string, deed: Deed): Promise<DeedAnswer> => perform(stage, user, deed);
  const api: WebApi = {
    workspace,
    scopes: new Set(options.scopes ?? botScopes),
    credentials: options,
    openSocket: socketMode.open,
    faults: createFaults(),
    limit: createLimiter(now),
    postAllowance: options.postAllowance ?? { burst: 10, perSecond: 1 },
    closing: closing.signal,
  };
  const about = { command, hints: options.hints ?? [], hasOwnClock: options.advance !== undefined };
  const look = (user: string | undefined) => takeSnapshot(workspace, user, about);
  const answerPage = createPageServer({ workspace, page: options.page, look, act });

  const answer: Answer = async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    const [, first, second, third] = pathname.split('/');
    if (first === 'api' && second) return answerCall(api, second, request, response);
    if (first === 'upload' && third) return takeUpload(workspace, third, request, response);
    if (first === 'files-pri' && second) return answerPrivateFile(api, second, request, response);
    if (first === 'respond' && second) return answerResponse(workspace, second, request, response);
    if (pathname === '/oauth/v2/authorize') return answerAuthorize(workspace, options.oauth, request, response);
    return answerPage(request, response);
  };
  server.on('request', (request, response) => void guard(answer)(request, response));

  return {
    url: `${origin}/`,
    apiUrl: `${origin}/api/`,
    workspace,
    faults: api.faults,
    connectApp(url) {
      httpLink = createHttpLink({ url, signingSecret, wait: ackWait });
    },
    act,
    sendEvent: (event) => events.send(event).last,
    until: (look, milliseconds) => waitUntil(workspace, look, milliseconds),
    async close() {
      closing.abort();
      socketMode.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers those only who call this machine by its own name, and says what went wrong. */
function guard(answer: Answer): Answer {
  return async (request, response) => {
    try {
      if (isForThisMachine(request)) await answer(request, response);
      else answerText(response, 403, 'This page is for this machine only.\n');
    } catch (error) {
      if (response.headersSent) response.destroy();
      else answerText(response, 500, `${describeError(error)}\n`);
    }
  };
}

/**
 * How long a connection may rest. Slack's own do for longer than an app computes: closed sooner, a busy app would post into one that
 * is gone, and not know whether its message arrived.
 */
const restingTime = 120_000;

/** @returns the origin */
async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new FaultlineError('port-taken', { port }, error) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
