import type { KnownBlock } from '@slack/types';
import { describePublisher, type Feed } from '../feeds/feed.ts';
import { truncate } from '../text.ts';
import { actionIds, writeListed } from './actions.ts';
import {
  actions,
  button,
  code,
  context,
  divider,
  header,
  linked,
  paragraph,
  richText,
  type SlackMessage,
  words,
} from './blocks.ts';
import { cleanTexts } from './clean-texts.ts';
import { safeHref } from './escape.ts';
import { tellFeedHealth, tellYield } from './feed-health-words.ts';
import { fitMessage } from './fit-blocks.ts';
import { namePublisher } from './words.ts';

/** Feeds that one message has room for. */
export const feedsPerPage = 10;

/**
 * One page of the feed list: whose voice each feed is and how its polling stands, with what the reader may do about it.
 * @param feeds at most `feedsPerPage`
 * @param page its own cursor, '' for the first
 * @param next the cursor of the page after, if there is one
 */
export function renderFeedListBlocks({
  feeds,
  page = '',
  next,
  mayTune,
}: {
  feeds: readonly Feed[];
  page?: string;
  next?: string | undefined;
  mayTune: boolean;
}): SlackMessage {
  const clean = feeds.slice(0, feedsPerPage).map(cleanTexts);
  return fitMessage(
    (room) => [
      header(clean.length > 0 ? 'Feeds' : 'No feeds'),
      ...(mayTune ? [] : [context('Only admins, the installer and those whom the admins chose may change the list.')]),
      ...clean.flatMap((feed) => [
        divider,
        ...renderFeed(feed, mayTune ? page : undefined, Math.floor(room / feedsPerPage)),
      ]),
      ...(clean.length > 0 ? [divider] : []),
      actions(
        ...(next ? [button('More', actionIds.listFeeds, next)] : []),
        ...(mayTune ? [button('Add a feed', actionIds.addFeed), button('Import OPML', actionIds.importFeeds)] : []),
        button('Export OPML', actionIds.exportFeeds),
      ),
    ],
    false,
  );
}

/** @param page where its buttons stand; `undefined` for who may not use them */
function renderFeed(feed: Feed, page: string | undefined, room: number): KnownBlock[] {
  const href = safeHref(feed.siteUrl ?? '') || safeHref(feed.url);
  const url = href.length <= room * 0.3 ? href : '';
  const title = truncate(feed.title || 'Untitled', Math.floor(room * 0.15));
  const { country, ownership } = describePublisher(feed);
  const kind = feed.kind === 'status' ? ', status feed' : '';
  const standing = [tellFeedHealth(feed, Math.floor(room * 0.25)), tellYield(feed)].filter(Boolean);
  const removal = {
    title: 'Remove this feed?',
    text: `${title} will be polled no more. What it said stays in the store.`,
    confirm: 'Remove',
  };
  return [
    ...richText(
      paragraph(
        [linked(title, url, { bold: true }), words(namePublisher({ name: '', country, ownership }) + kind)],
        [words(standing.map((part) => `${part} · `).join('')), code(feed.id)],
      ),
    ),
    ...(page === undefined
      ? []
      : [
          actions(
            feed.enabled
              ? button('Disable', actionIds.disableFeed, writeListed(feed.id, page))
              : button('Enable', actionIds.enableFeed, writeListed(feed.id, page)),
            button('Remove', actionIds.removeFeed, writeListed(feed.id, page), removal),
          ),
        ]),
  ];
}
