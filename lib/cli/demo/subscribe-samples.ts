import { defaultBudget, type Subscription } from '../../digest/subscription.ts';
import type { Store } from '../../jobs/ports.ts';
import type { PlaygroundConnection } from '../../runtime/playground.ts';

const week = 7 * 24 * 3600 * 1000;

/** What the two channels of the demo are told, so that a newcomer finds a digest in each. */
const samples = [
  { channel: 'incident-room', query: 'topic:outage,attack,vulnerability', cadence: 'daily', at: '07:00' },
  { channel: 'policy-desk', query: 'topic:policy', cadence: 'weekly', at: '07:00' },
] as const;

/** Subscribes the channels of the demo as of a time: due at once, with a look at the week before. */
export async function subscribeSamples(
  store: Pick<Store, 'subscriptions'>,
  workspace: PlaygroundConnection['workspace'],
  time: Date,
): Promise<void> {
  const maker = [...workspace.users.values()].find(({ isAdmin }) => isAdmin);
  for (const { channel: name, ...wish } of samples) {
    const channel = [...workspace.channels.values()].find((one) => one.name === name);
    if (!channel || !maker) throw new Error(`the playground has no channel ${name}`);
    const subscription: Subscription = {
      ...wish,
      id: `sample-${name}`,
      team: workspace.team.id,
      channel: channel.id,
      timezone: maker.timezone,
      budget: defaultBudget,
      muted: [],
      createdBy: maker.id,
      createdAt: time,
      toldUntil: new Date(time.getTime() - week),
      nextAt: time,
      version: 1,
    };
    await store.subscriptions.add(subscription);
  }
}
