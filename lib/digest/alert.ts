import type { DigestStory } from './digest.ts';

/** What became of a story since it was told, one line each. */
export interface AlertChange {
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
