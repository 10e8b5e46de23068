import type { Article } from '../article.ts';
import { findCopies } from '../stories/copies.ts';
import type { DigestStory } from './digest.ts';
import type { AlertThreshold } from './subscription.ts';

/** What became of a story since it was told, one line each. */
interface AlertChange {
  at: Date;
  change: string;
}

/**
 * One story that crossed a subscription's threshold: one message, kept up to date while the story grows, its history in the thread.
 */
export interface Alert {
  /** Hash of subscription and story: a story makes one alert of a subscription, whatever happens. */
  id: string;
  subscriptionId: string;
  team: string;
  channel: string;
  storyId: string;
  /**
   * `held`: over the day's budget, not posted yet; `open`: posted or about to be, and followed;
   * `closed`: resolved, or silent for a week.
   */
  state: 'held' | 'open' | 'closed';
  /** As told by the latest version. */
  story: DigestStory;
  /** What crossed the threshold, in words. */
  because: string;
  raisedAt: Date;
  updatedAt: Date;
  history: AlertChange[];
  /** One more at each write; a writer that read an older one is refused. */
  version: number;
}

const minute = 60_000;

/** How status pages say that an incident is grave, in the languages that the classifier has learned. */
const grave =
  /(?<![\p{L}\p{N}])(?:major|critical|severe|widespread|(?:full|complete|total|global) outage|all (?:customers|users|regions)|majeure?|critique|grave|crítica?|generalizada?|schwerwiegend\p{L}*|kritisch\p{L}*|großflächig\p{L}*|крупн\p{L}+|критическ\p{L}+|масштабн\p{L}+)(?![\p{L}\p{N}])|重大|严重|嚴重|大規模|大规模|深刻/iu;

/**
 * When a story crossed a threshold first, and by what: so many publishers within the time, each with a text of its own; or the
 * provider's status feed calling it major. Times of publication count, so that a poll after a pause finds the same moment.
 * @param articles of the story, in any order
 */
export function findCrossing(
  articles: readonly Article[],
  { publishers, within, official }: AlertThreshold,
): { at: Date; because: string } | undefined {
  const ordered = articles.toSorted(
    (a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  const crowd = findCrowd(ordered, publishers, within * minute);
  const own = official ? ordered.find((article) => article.isOfficial && isMajor(article)) : undefined;
  if (own && (!crowd || own.publishedAt <= crowd))
    return { at: own.publishedAt, because: `${own.publisher.name} itself calls it major` };
  const count = publishers === 1 ? '1 independent publisher' : `${publishers} independent publishers`;
  return crowd && { at: crowd, because: `${count} within ${within} minutes` };
}

/** By the impact that the page states, else by its words. */
function isMajor({ incident, title, summary }: Article): boolean {
  if (incident?.impact) return incident.impact === 'major' || incident.impact === 'critical';
  return grave.test(`${title} ${summary}`);
}

/** The publication that makes the window full: enough distinct publishers within so many milliseconds, copies left out. */
function findCrowd(ordered: readonly Article[], enough: number, window: number): Date | undefined {
  const originals = findCopies(ordered);
  const told = ordered.filter((_, i) => originals[i] === i);
  const voices = new Map<string, number>();
  let first = 0;
  for (const { publisher, publishedAt } of told) {
    voices.set(publisher.name, (voices.get(publisher.name) ?? 0) + 1);
    for (
      let one = told[first];
      one && publishedAt.getTime() - one.publishedAt.getTime() > window;
      one = told[++first]
    ) {
      const left = (voices.get(one.publisher.name) ?? 0) - 1;
      if (left > 0) voices.set(one.publisher.name, left);
      else voices.delete(one.publisher.name);
    }
    if (voices.size >= enough) return publishedAt;
  }
  return undefined;
}
