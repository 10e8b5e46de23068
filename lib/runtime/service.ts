import { Cron } from 'croner';
import { describeError } from '../errors.ts';
import { raiseAlerts } from '../jobs/alert.ts';
import { type CompileDuePorts, compileDue } from '../jobs/compile-due.ts';
import { deliverDue } from '../jobs/deliver.ts';
import { type IngestPorts, ingestFeeds } from '../jobs/ingest.ts';
import type { Messenger, Store } from '../jobs/ports.ts';
import type { Log } from '../log.ts';

export interface ServicePorts extends Pick<IngestPorts, 'fetch' | 'judge' | 'now'> {
  store: Store;
  loadPerspective: CompileDuePorts['loadPerspective'];
  messenger: Messenger;
  log: Log;
  /** Days after which articles are forgotten. */
  keepDays: number;
}

export interface Service {
  /** Compiles and delivers what is due now, without waiting for the next round. */
  tell(): Promise<void>;
  /** Begins nothing more, and resolves once what runs has ended. */
  stop(): Promise<void>;
}

const day = 86_400_000;
const deliveriesARound = 1_000;

/**
 * The work of one machine, each kind in rounds of its own: a slow feed holds up no digest, and a slow digest no post. A round that
 * fails is logged, and the next may fare better.
 */
export function runService(ports: ServicePorts): Service {
  const { store, now, log, keepDays } = ports;
  const poll = async (): Promise<void> => {
    for (const { url, kind, items, new: added, reason } of await ingestFeeds(ports, {})) {
      log(reason ? 'warn' : 'info', 'feed polled', { url, kind, items, new: added, ...(reason ? { reason } : {}) });
    }
  };
  const forget = async (): Promise<void> => {
    const deleted = await store.articles.deleteSeenBefore(new Date(now().getTime() - keepDays * day));
    if (deleted > 0) log('info', 'old articles forgotten', { deleted });
  };
  const raise: CompileDuePorts['raise'] = (subscription, look) => raiseAlerts(store, subscription, look);
  const rounds = {
    poll: createRound('poll', '0 * * * * *', poll, log),
    compile: createRound('compile', '*/10 * * * * *', () => compileDue({ ...ports, raise }), log),
    deliver: createRound('deliver', '*/2 * * * * *', () => deliverDue(ports, { limit: deliveriesARound }), log),
    forget: createRound('ageing', '0 17 3 * * *', forget, log),
  };
  void rounds.poll.run();
  void rounds.forget.run();
  return {
    async tell() {
      await rounds.compile.run();
      await rounds.deliver.run();
    },
    async stop() {
      await Promise.all(Object.values(rounds).map((round) => round.stop()));
    },
  };
}

interface Round {
  /** Runs at once, or after the round that runs. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** Work that is done at the times of a pattern (seconds first), and never beside itself. */
function createRound(name: string, pattern: string, work: () => Promise<unknown>, log: Log): Round {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  const run = (): Promise<void> => {
    waiting++;
    last = last.then(async () => {
      try {
        await work();
      } catch (error) {
        log('error', `${name} failed`, { reason: describeError(error) });
      } finally {
        waiting--;
      }
    });
    return last;
  };
  const clock = new Cron(pattern, () => {
    if (waiting === 0) void run();
  });
  return {
    run,
    stop() {
      clock.stop();
      return last;
    },
  };
}
