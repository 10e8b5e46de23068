import type { KnownBlock } from '@slack/types';
import type { FeedLink } from '../../feeds/discover.ts';
import { renderOpml } from '../../feeds/opml.ts';
import { mayTuneFeeds } from '../../jobs/authorize.ts';
import { type Enlisted, type ListChange, listAllFeeds } from '../../jobs/feed-list.ts';
import { quote } from '../../jobs/note-deed.ts';
import { addFeed, changeFeed } from '../../jobs/tune-feeds.ts';
import { actionIds } from '../../render/actions.ts';
import { button, context, header, type SlackMessage, section } from '../../render/blocks.ts';
import { feedsPerPage, renderFeedListBlocks } from '../../render/feed-blocks.ts';
import { fitMessage } from '../../render/fit-blocks.ts';
import { countOf } from '../../render/words.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';
import { uploadFile } from '../upload-file.ts';
import { renderNote } from './notes.ts';

/** Choices that one message shows; a site that offers more feeds than this has one for each of its pages. */
const maxChoices = 10;
/** Of a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const maxValue = 2_000;

/** A page of the feed list, or the first where nothing stands on it any more. @param page its cursor; '' for the first */
export async function answerFeeds(page: string, asker: Asker, services: SlackServices): Promise<SlackMessage> {
  const { store, directory } = services;
  const [{ items, next }, mayTune] = await Promise.all([
    store.feeds.list({ limit: feedsPerPage, after: page || undefined }),
    mayTuneFeeds(store, directory, asker),
  ]);
  if (items.length === 0 && page) return answerFeeds('', asker, services);
  return renderFeedListBlocks({ feeds: items, page, next, mayTune });
}

/**
 * Adds a feed by its own address or that of a site; where that offers several, they are offered.
 * @throws FaultlineError as `addFeed` does
 */
export async function answerAddFeed(address: string, asker: Asker, services: SlackServices): Promise<SlackMessage> {
  return tellEnlisted(await addFeed(services, asker, address));
}

/** What became of an address that was to be added. */
export function tellEnlisted(enlisted: Enlisted): SlackMessage {
  if (enlisted.kind === 'several') return renderChoice(enlisted.url, enlisted.links);
  const { id, title, url } = enlisted.feed;
  return renderNote(
    `Added ${quote(title)} (\`${id}\`), ${quote(url)}. It is read within minutes.`,
    button('Feeds', actionIds.listFeeds),
  );
}

function renderChoice(url: string, links: readonly FeedLink[]): SlackMessage {
  const choices = links.filter((link) => link.url.length <= maxValue).slice(0, maxChoices);
  const more = links.length - choices.length;
  return fitMessage(
    (room): KnownBlock[] => [
      header('Which of its feeds?'),
      section(`${url.slice(0, 200)} offers several feeds. Add those that you want.`),
      ...choices.map((link) =>
        section(
          `${link.title || 'Untitled'} · ${link.url}${link.format ? ` (${link.format})` : ''}`.slice(
            0,
            Math.floor(room / maxChoices),
          ),
          button('Add', actionIds.chooseFeed, link.url),
        ),
      ),
      ...(more > 0 ? [context(`${countOf(more, 'more feed')}: give the address of the feed itself.`)] : []),
    ],
    false,
  );
}

/**
 * Removes, enables or disables a feed.
 * @throws FaultlineError as `changeFeed` does
 */
export async function answerChangeFeed(
  name: string,
  change: ListChange,
  asker: Asker,
  services: SlackServices,
): Promise<SlackMessage> {
  const { id, title, url } = await changeFeed(services, asker, name, change);
  const list = button('Feeds', actionIds.listFeeds);
  switch (change) {
    case 'remove':
      return renderNote(
        `Removed ${quote(title)}. It is read no more; what it said stays.`,
        button('Add it again', actionIds.chooseFeed, url.slice(0, maxValue)),
        list,
      );
    case 'disable':
      return renderNote(
        `Disabled ${quote(title)} (\`${id}\`): it rests.`,
        button('Enable', actionIds.enableFeed, id),
        list,
      );
    case 'enable':
      return renderNote(
        `Enabled ${quote(title)} (\`${id}\`): it is read again.`,
        button('Disable', actionIds.disableFeed, id),
        list,
      );
  }
}

/**
 * Sends the feed list as an OPML file.
 * @throws FaultlineError `app-not-in-channel` or `upload-failed`
 */
export async function answerExport(asker: Asker, share: boolean, services: SlackServices): Promise<SlackMessage> {
  const feeds = await listAllFeeds(services.store);
  const bytes = new Uint8Array(Buffer.from(renderOpml(feeds)));
  const file = { name: 'faultline-feeds.opml', title: 'Feeds of Faultline', bytes };
  const where = await uploadFile(asker, file, share, services);
  return renderNote(`${countOf(feeds.length, 'feed')} as an OPML file, which any feed reader takes: ${where}.`);
}
