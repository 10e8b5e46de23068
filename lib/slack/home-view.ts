import type { HomeView, KnownBlock } from '@slack/types';
import type { Subscription } from '../digest/subscription.ts';
import type { Feed } from '../feeds/feed.ts';
import type { AuditEntry, Page, TeamSettings } from '../jobs/ports.ts';
import { tellSettings } from '../jobs/team-settings.ts';
import { actionIds } from '../render/actions.ts';
import {
  actions,
  bullets,
  button,
  context,
  divider,
  header,
  type Line,
  paragraph,
  richText,
  words,
} from '../render/blocks.ts';
import { feedsPerPage, renderFeedListBlocks } from '../render/feed-blocks.ts';
import { renderStoryListBlocks } from '../render/story-blocks.ts';
import { renderSubscriptionBlocks } from '../render/subscription-blocks.ts';
import { nameTime } from '../render/words.ts';
import type { Story } from '../stories/story.ts';
import { readMarks } from './answers/notes.ts';

/**
 * How much of each the Home shows at a time. A subscription takes two blocks, a story or a feed three, the rest about twenty: in all
 * some ninety of the 100 that Slack takes (https://docs.slack.dev/reference/views/home-tab-views).
 */
export const homeRoom = { subscriptions: 8, stories: 5, feeds: feedsPerPage, deeds: 10 } as const;

/** What admins see beside what everybody does. */
export interface AdminPart {
  settings: TeamSettings;
  /** Newest first. */
  deeds: readonly AuditEntry[];
}

/** The App Home of somebody. */
export function renderHome(home: {
  subscriptions: readonly Subscription[];
  /** The first of them to show. */
  from: number;
  stories: readonly Story[];
  feeds: Page<Feed>;
  mayTune: boolean;
  admin: AdminPart | undefined;
  now: Date;
}): HomeView {
  const { subscriptions, from, stories, feeds, mayTune, admin, now } = home;
  return {
    type: 'home',
    blocks: [
      header('Faultline'),
      context('Outages and cyber policy, told as stories: who is hit, how sure it is, which sides there are.'),
      actions(
        button('Latest stories', actionIds.latest),
        button('Trends', actionIds.trends),
        button('Help', actionIds.help),
      ),
      divider,
      ...renderSubscriptions(subscriptions, from, now),
      divider,
      ...renderStoryListBlocks(stories.slice(0, homeRoom.stories), '').blocks,
      divider,
      ...renderFeedListBlocks({ feeds: feeds.items.slice(0, homeRoom.feeds), next: feeds.next, mayTune }).blocks,
      ...(admin ? [divider, ...renderAdminPart(admin)] : []),
    ],
  };
}

function renderSubscriptions(all: readonly Subscription[], from: number, now: Date): KnownBlock[] {
  const { subscriptions: room } = homeRoom;
  // Some may be gone since the page was turned.
  const start = from < all.length ? Math.max(0, from) : 0;
  const shown = all.slice(start, start + room);
  const end = start + shown.length;
  return [
    ...renderSubscriptionBlocks(shown, now).blocks,
    ...(all.length > room
      ? [
          context(`${start + 1} to ${end} of the ${all.length} subscriptions of your channels.`),
          // An action stands once in a block.
          ...(start > 0 ? [actions(button('Back', actionIds.turnHome, String(Math.max(0, start - room))))] : []),
          ...(end < all.length ? [actions(button('More', actionIds.turnHome, String(end)))] : []),
        ]
      : []),
  ];
}

function renderAdminPart({ settings, deeds }: AdminPart): KnownBlock[] {
  return [
    header('For admins'),
    ...richText(paragraph(readMarks(`Decided: ${tellSettings(settings)}.`))),
    actions(button('Workspace settings', actionIds.teamSettings)),
    header(deeds.length > 0 ? 'Who changed what' : 'Nothing was changed yet'),
    ...richText(bullets(deeds.slice(0, homeRoom.deeds).map(tellDeed))),
  ];
}

function tellDeed({ at, by, deed }: AuditEntry): Line {
  // What the command line did, no user of Slack's did.
  const who = /^[UW][A-Z0-9]+$/.test(by) ? ({ type: 'user', user_id: by } as const) : words(by);
  return [words(`${nameTime(at)}: `), who, words(' '), ...readMarks(deed)];
}
