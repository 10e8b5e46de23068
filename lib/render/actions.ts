/**
 * `action_id`s of the elements in our messages: who writes the element and who answers it agree here. What each carries as its
 * value stands beside it.
 */
export const actionIds = {
  /** An overflow menu; the chosen option's value is `writeStoryChoice`. */
  storyMenu: 'story-menu',
  /** A story id. */
  showStory: 'story-show',
  /** A story id. */
  showSides: 'story-sides',
  /** Opens the subscribe modal; no value, or a query to begin with. */
  subscribe: 'subscribe',
  /** A subscription id. */
  editSubscription: 'subscription-edit',
  /** Subscription ids; in a list of subscriptions, what `writeListed` writes. */
  pauseSubscription: 'subscription-pause',
  resumeSubscription: 'subscription-resume',
  removeSubscription: 'subscription-remove',
  /** Opens the modal that adds a feed; no value. */
  addFeed: 'feed-add',
  /** An address, chosen among several that a site offers. */
  chooseFeed: 'feed-choose',
  /** Feed ids; in the list of feeds, what `writeListed` writes. */
  enableFeed: 'feed-enable',
  disableFeed: 'feed-disable',
  removeFeed: 'feed-remove',
  /** A cursor of the feed list, '' for its beginning. */
  listFeeds: 'feeds-list',
  /** No value. */
  exportFeeds: 'feeds-export',
  importFeeds: 'feeds-import',
  /** A query, '' for everything. */
  latest: 'latest',
  /** A query. */
  trends: 'trends',
  /** A digest id. */
  receipt: 'receipt',
  /** No value. */
  help: 'help',
  /** Delivery ids: the answers to "did it arrive?". */
  postAgain: 'unsure-post-again',
  leaveIt: 'unsure-leave',
  /** The number of the first subscription that the App Home is to show, counted from 0. */
  turnHome: 'home-turn',
  /** Opens the modal of who may tune feeds, for admins; no value. */
  teamSettings: 'team-settings',
  /** A link that Slack opens by itself; it needs an acknowledgement and nothing else. */
  openLink: 'open-link',
} as const;

export const storyDeeds = ['sides', 'why', 'fix', 'split', 'mute'] as const;
/** What a story's menu offers: its sides, why its labels, mend the labels, an article that does not belong, mute a source. */
export type StoryDeed = (typeof storyDeeds)[number];

export interface StoryChoice {
  deed: StoryDeed;
  storyId: string;
  /** '' where the story stands outside a digest. */
  digestId: string;
}

/** The value of an option of a story's menu: ids have neither spaces nor bars. */
export function writeStoryChoice({ deed, storyId, digestId }: StoryChoice): string {
  return `${deed}|${storyId}|${digestId}`;
}

/** `undefined` for what `writeStoryChoice` did not write. */
export function readStoryChoice(value: string): StoryChoice | undefined {
  const [deed, storyId, digestId] = value.split('|');
  const known = storyDeeds.find((one) => one === deed);
  return known && storyId && digestId !== undefined ? { deed: known, storyId, digestId } : undefined;
}

/**
 * The value of a button in a list that is drawn anew when it is used: ids have no bars.
 * @param page the cursor of the page that it stands on
 */
export function writeListed(id: string, page = ''): string {
  return `${id}|${page}`;
}

/** `page` is absent where the button stands outside a list. */
export function readListed(value: string): { id: string; page?: string } {
  const [id = '', page] = value.split('|');
  return { id, ...(page === undefined ? {} : { page }) };
}
