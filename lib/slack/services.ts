import type { WebClient } from '@slack/web-api';
import type { OpenReviewer } from '../jobs/perspective.ts';
import type { Directory, Fetch, Now, Store } from '../jobs/ports.ts';
import type { Log } from '../log.ts';
import type { SlackTask } from './task.ts';

/** Hands work on that may take longer than Slack waits for an answer. Resolves once the work is in safe hands, not when it is done. */
export type Dispatch = (task: SlackTask) => Promise<void>;

/** What the listeners and the work behind them need of the world. */
export interface SlackServices {
  store: Store;
  now: Now;
  /** Guarded, for the addresses of feeds that people give. */
  fetch: Fetch;
  allowPrivate: boolean;
  openReviewer: OpenReviewer;
  directory: Directory;
  /** A client of the app in a workspace, its own retries off. */
  client(team: string): Promise<WebClient>;
  dispatch: Dispatch;
  log: Log;
}
