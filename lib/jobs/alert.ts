import { type Article, identify } from '../article.ts';
import { type Alert, findCrossing } from '../digest/alert.ts';
import { tellWholeStory } from '../digest/compile.ts';
import { createDelivery } from '../digest/delivery.ts';
import type { DigestStory } from '../digest/digest.ts';
import { defaultThreshold, isMuted, type Subscription } from '../digest/subscription.ts';
import { countNewFacts, tellChange } from '../digest/tell.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import { requireQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { isPartOf, type Story } from '../stories/story.ts';
import { findArticles, loadStories } from './compile.ts';
import { reopenDelivery } from './deliver.ts';
import type { Perspective } from './perspective.ts';
import type { Store } from './ports.ts';

const hour = 3_600_000;
/** A story that crossed earlier came out of an archive: it is no alarm. */
const stale = 24 * hour;
/** Articles are written a moment after they were seen; looking at some twice changes nothing. */
const overlap = 5 * 60_000;
/** A resolved story is followed so long in case it breaks again. */
const afterResolved = 24 * hour;
const afterLastReport = 7 * 24 * hour;

export type AlertPorts = Pick<Store, 'articles' | 'stories' | 'alerts' | 'deliveries'>;

/**
 * Looks at one alert subscription: brings its open alerts up to date, and raises one for each story that crossed the threshold since
 * the subscription was made. Each step can be taken again: a story makes one alert, and an alert one message.
 * @throws FaultlineError `query-wrong`
 * @param until nothing seen later is known yet
 * @param room alerts that may still be posted today; those beyond are held until another day
 */
export async function raiseAlerts(
  store: AlertPorts,
  subscription: Subscription,
  { until, room, perspective }: { until: Date; room: number; perspective: Perspective },
): Promise<void> {
  const query = requireQuery(subscription.query);
  const open = await store.alerts.listOpen(subscription.id);
  const from = new Date(subscription.toldUntil.getTime() - overlap);
  const fresh = (await findArticles(store, { from, to: until })).map(perspective.correct);
  const ids = new Set([...fresh.map(({ storyId }) => storyId), ...open.map(({ storyId }) => storyId)]);
  const loaded = await loadStories(store, [...ids], until, perspective);
  const stories = [...loaded.stories.values()].map((story) => ({
    story,
    articles: story.articles.flatMap((id) => loaded.known.get(id) ?? []),
  }));
  let left = room;
  const followed = new Set<string>();
  for (const alert of open) {
    if (alert.state === 'held') {
      if (left > 0 && (await release(store, alert, until))) left--;
      continue;
    }
    const known = stories.find(({ story }) => isPartOf(story, alert.storyId));
    if (known && followed.has(known.story.id)) await endAsPart(store, alert, until);
    else await follow(store, alert, known, until);
    if (known) followed.add(known.story.id);
  }
  for (const { story, articles } of stories) {
    if (open.some(({ storyId }) => isPartOf(story, storyId))) continue;
    if (!isWanted(query, subscription, { story, articles }, { since: subscription.createdAt, now: until })) continue;
    const crossing = findCrossing(articles, subscription.threshold ?? defaultThreshold);
    if (!crossing || crossing.at <= subscription.createdAt || until.getTime() - crossing.at.getTime() > stale) continue;
    if (await wasRaised(store, subscription.id, story)) continue;
    const state = left > 0 ? 'open' : 'held';
    if (await raise(store, subscription, tellWholeStory(story, articles), crossing.because, state, until)) left--;
  }
}

/**
 * Whether an alert's query wants a story, for at least one article of a source that is not muted.
 * @param span.since what was first seen after it is new
 */
export function isWanted(
  query: Query,
  { muted }: Pick<Subscription, 'muted'>,
  { story, articles }: { story: Story; articles: readonly Article[] },
  { since, now }: { since: Date; now: Date },
): boolean {
  if (findStoryMismatch(query, story, story.firstSeenAt > since) !== undefined) return false;
  return articles.some(
    (article) => !isMuted({ muted }, article.publisher) && findMismatch(query, article, now) === undefined,
  );
}

/** A story is told under the id that it went by then, which may be that of a story which is part of it now. */
async function wasRaised(store: Pick<Store, 'alerts'>, subscriptionId: string, story: Story): Promise<boolean> {
  for (const id of [story.id, ...(story.absorbed ?? []).map((absorbed) => absorbed.id)]) {
    if (await store.alerts.get(identifyAlert(subscriptionId, id))) return true;
  }
  return false;
}

function identifyAlert(subscriptionId: string, storyId: string): string {
  return identify(`alert\n${subscriptionId}\n${storyId}`);
}

async function raise(
  store: Pick<Store, 'alerts' | 'deliveries'>,
  { id: subscriptionId, team, channel }: Subscription,
  story: DigestStory,
  because: string,
  state: 'open' | 'held',
  now: Date,
): Promise<boolean> {
  const alert: Alert = {
    id: identifyAlert(subscriptionId, story.id),
    subscriptionId,
    team,
    channel,
    storyId: story.id,
    state,
    story,
    because,
    raisedAt: now,
    updatedAt: now,
    history: [],
    version: 1,
  };
  if (!(await store.alerts.add(alert))) return false;
  if (state === 'open') await send(store, alert, now);
  return state === 'open';
}

async function release(store: Pick<Store, 'alerts' | 'deliveries'>, alert: Alert, now: Date): Promise<boolean> {
  const released: Alert = { ...alert, state: 'open', raisedAt: now, version: alert.version + 1 };
  if (!(await store.alerts.replace(released))) return false;
  await send(store, released, now);
  return true;
}

/** Sees to it that what the alert says stands in Slack, or is on its way there. */
async function send(store: Pick<Store, 'deliveries'>, alert: Alert, now: Date): Promise<void> {
  const { id, team, channel, subscriptionId } = alert;
  const delivery = createDelivery(
    { id, team, channel, subscriptionId, consignment: { kind: 'alert', alertId: id } },
    now,
  );
  if (!(await store.deliveries.add(delivery))) await reopenDelivery(store, alert, now);
}

/** Two stories that were told apart turned out to be one: the younger alert says so and ends. */
async function endAsPart(store: Pick<Store, 'alerts' | 'deliveries'>, alert: Alert, now: Date): Promise<void> {
  const change = 'this is part of the story of an earlier alert and goes on there';
  const ended: Alert = {
    ...alert,
    state: 'closed',
    updatedAt: now,
    history: [...alert.history, { at: now, change }],
    version: alert.version + 1,
  };
  if (await store.alerts.replace(ended)) await send(store, ended, now);
}

/** Writes what changed in a story, if anything, and has it sent; where an earlier run was stopped in between, only the latter. */
async function follow(
  store: Pick<Store, 'alerts' | 'deliveries'>,
  alert: Alert,
  known: { story: Story; articles: Article[] } | undefined,
  now: Date,
): Promise<void> {
  const quiet = now.getTime() - alert.updatedAt.getTime();
  if (quiet > (alert.story.state === 'resolved' ? afterResolved : afterLastReport)) {
    await store.alerts.replace({ ...alert, state: 'closed', version: alert.version + 1 });
    return;
  }
  const story = known && tellWholeStory(known.story, known.articles);
  const change = story && tellChange(alert.story, story, countNewFacts(known.articles, alert.updatedAt));
  if (!story || !change) return send(store, alert, now);
  const grown: Alert = {
    ...alert,
    storyId: story.id,
    story: { ...story, changed: change },
    updatedAt: now,
    history: [...alert.history, { at: now, change }],
    version: alert.version + 1,
  };
  if (await store.alerts.replace(grown)) await send(store, grown, now);
}
