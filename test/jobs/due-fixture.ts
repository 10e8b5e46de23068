import type { Article } from '../../lib/article.ts';
import type { Digest } from '../../lib/digest/digest.ts';
import type { Subscription } from '../../lib/digest/subscription.ts';
import { type CompileDuePorts, compileDue } from '../../lib/jobs/compile-due.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { buildArticle, buildSubscription, minutesLater } from '../fixtures/builders.ts';

/** A report of a story, first seen so many minutes after six, by a voice of its own. */
export function buildReport(id: string, storyId: string, minutes: number, overrides: Partial<Article> = {}): Article {
  return buildArticle({
    id,
    storyId,
    feedId: `feed of ${id}`,
    publisher: { name: `Voice of ${id}`, country: 'GB', ownership: 'private' },
    title: `${storyId}: check-in fails, ${id}`,
    summary: `Passengers of ${storyId} queued, ${id} writes in words of ${id}.`,
    seenAt: minutesLater(minutes),
    ...overrides,
  });
}

/** An hourly subscription to everything, told until six and due at seven. */
export function buildHourly(overrides: Partial<Subscription> = {}): Subscription {
  return buildSubscription({ query: '', cadence: 'hourly', at: '00:00', nextAt: minutesLater(60), ...overrides });
}

/** A round of `compileDue` so many minutes after six. */
export function runDue(store: Store, minutes: number, ports: Partial<CompileDuePorts> = {}) {
  return compileDue({
    store,
    now: () => minutesLater(minutes),
    loadPerspective: async () => plainPerspective,
    raise: async () => undefined,
    log: () => undefined,
    ...ports,
  });
}

/** The digests of a subscription that are on their way, in the order of their periods. */
export async function listQueued(store: Store, subscriptionId = 'subscription-1'): Promise<Digest[]> {
  const digests: Digest[] = [];
  for (const { id } of await store.deliveries.listSince(subscriptionId, new Date(0))) {
    const digest = await store.digests.get(id);
    if (!digest) throw new Error(`the digest ${id} is queued and not kept`);
    digests.push(digest);
  }
  return digests.sort((a, b) => a.to.getTime() - b.to.getTime());
}

export const storyIdsOf = (digests: readonly Digest[]): string[][] =>
  digests.map(({ stories }) => stories.map(({ id }) => id));
