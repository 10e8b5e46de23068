import { claimSize, claimSubscriptions } from './compile-due.ts';
import type { HandOn, MayBegin, Now, Store } from './ports.ts';

/** Subscriptions to tell, under a lease. */
export interface DigestJob {
  job: 'digest';
  /** Ids. */
  subscriptions: string[];
  leaseUntil: Date;
}

/** To post what is queued. */
export interface DeliverJob {
  job: 'deliver';
}

/** Few enough to be told well within the time of a function, and enough to read the archive of their period once for many. */
const batchSize = 25;

/**
 * Claims the subscriptions that are due and hands them on in batches, and has posted what is queued. What could not be handed on is
 * due again when its lease has run out.
 * @returns how many subscriptions are in other hands
 * @throws what was the first that could not be handed on, once all was tried
 */
export async function scheduleDigests(
  { store, now, handOn }: { store: Pick<Store, 'subscriptions'>; now: Now; handOn: HandOn<DigestJob | DeliverJob> },
  mayBegin: MayBegin,
): Promise<number> {
  let handedOn = 0;
  const errors: unknown[] = [];
  const attempt = async (job: DigestJob | DeliverJob): Promise<void> => {
    try {
      await handOn(job);
      if (job.job === 'digest') handedOn += job.subscriptions.length;
    } catch (error) {
      errors.push(error);
    }
  };
  // First, for it hangs on nothing that follows.
  await attempt({ job: 'deliver' });
  while (mayBegin()) {
    const { subscriptions, leaseUntil } = await claimSubscriptions({ store, now });
    const ids = subscriptions.map(({ id }) => id);
    for (let i = 0; i < ids.length; i += batchSize) {
      await attempt({ job: 'digest', subscriptions: ids.slice(i, i + batchSize), leaseUntil });
    }
    if (ids.length < claimSize) break;
  }
  if (errors.length > 0) throw errors[0];
  return handedOn;
}
