import { defaultBudget, defaultThreshold, type Subscription } from '../../digest/subscription.ts';
import { FaultlineError } from '../../errors.ts';
import { createSubscription, removeSubscription } from '../../jobs/subscribe.ts';
import { actionIds } from '../../render/actions.ts';
import { button, type SlackMessage } from '../../render/blocks.ts';
import { renderSubscriptionBlocks } from '../../render/subscription-blocks.ts';
import { requireApp } from '../channel-access.ts';
import { loadTimezone } from '../profile.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';
import { tellSubscribed } from '../tell-subscribed.ts';
import type { Schedule, Which } from '../wanted.ts';
import { renderNote } from './notes.ts';

/** What the asker's channel is told. */
export async function answerSubscriptions(asker: Asker, services: SlackServices): Promise<SlackMessage> {
  return renderSubscriptionBlocks(await listOfChannel(asker, services), services.now());
}

async function listOfChannel(
  { team, channel }: Asker,
  { store }: Pick<SlackServices, 'store'>,
): Promise<Subscription[]> {
  return channel ? (await store.subscriptions.list(team, channel)).items : [];
}

/**
 * Subscribes the asker's channel in one line.
 * @throws FaultlineError `app-not-in-channel`, and as `createSubscription` does
 */
export async function answerSubscribe(
  query: string,
  { cadence, at, timezone }: Schedule,
  asker: Asker,
  services: SlackServices,
): Promise<SlackMessage> {
  const { channel = '' } = asker;
  await requireApp(await services.client(asker.team), channel);
  const subscription = await createSubscription(services, asker, {
    channel,
    query,
    cadence,
    at,
    timezone: timezone ?? (await loadTimezone(asker, services)),
    budget: defaultBudget,
    muted: [],
    ...(cadence === 'alert' ? { threshold: defaultThreshold } : {}),
  });
  return tellSubscribed(subscription, 'made', services.now());
}

/**
 * Ends a subscription: the n-th of the channel's list, or the one with an id.
 * @throws FaultlineError `subscription-number-unknown`, and as `removeSubscription` does
 */
export async function answerUnsubscribe(which: Which, asker: Asker, services: SlackServices): Promise<SlackMessage> {
  const id = which.by === 'id' ? which.id : await findByNumber(which.number, asker, services);
  return tellRemoved(await removeSubscription(services, asker, id));
}

async function findByNumber(number: number, asker: Asker, services: SlackServices): Promise<string> {
  const listed = await listOfChannel(asker, services);
  const subscription = listed[number - 1];
  if (subscription) return subscription.id;
  throw new FaultlineError('subscription-number-unknown', { number, count: listed.length });
}

/** Says that one is gone, with the way back. */
export function tellRemoved({ channel, query }: Subscription): SlackMessage {
  const what = query ? `\`${query.replaceAll('`', "'")}\`` : 'everything in scope';
  return renderNote(
    `Removed: <#${channel}> is told of ${what} no more.`,
    button('Subscribe again', actionIds.subscribe, query),
  );
}
