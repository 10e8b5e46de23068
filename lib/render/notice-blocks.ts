import type { Notice } from '../digest/delivery.ts';
import type { FeedChange } from '../digest/feed-change.ts';
import { truncate } from '../text.ts';
import { actionIds } from './actions.ts';
import {
  actions,
  bold,
  bullets,
  button,
  code,
  context,
  header,
  type Line,
  linked,
  paragraph,
  richText,
  type SlackMessage,
  words,
} from './blocks.ts';
import { cleanLine, cleanTexts } from './clean-texts.ts';
import { safeHref } from './escape.ts';
import { tellFeedChange } from './feed-health-words.ts';
import { fitMessage } from './fit-blocks.ts';
import { countOf } from './words.ts';

const maxQuery = 300;
const maxWhat = 200;

/** A message of ours that tells no news. */
export function renderNoticeBlocks(notice: Notice): SlackMessage {
  if (notice.kind === 'welcome') return renderWelcome(notice);
  if (notice.kind === 'feeds') return renderFeedChanges(notice);
  return notice.kind === 'paused' ? renderPaused(notice) : renderUnsure(notice);
}

function renderWelcome({ resting = 0 }: Notice & { kind: 'welcome' }): SlackMessage {
  const step = (number: number, title: string, text: string, command: string): Line => [
    bold(`${number}. ${title}`),
    words(` ${text} `),
    code(command),
  ];
  return fitMessage(() => [
    header('Faultline is in this channel'),
    ...richText(
      paragraph([
        words(
          'It tells outages and cyber policy as stories: who is hit, how sure it is, which sides there are. Three first steps:',
        ),
      ]),
      paragraph(
        step(1, 'Look around.', 'What is known now, seen by you alone:', '/faultline latest'),
        step(2, 'Subscribe this channel.', 'Choose what it wants to hear, and when:', '/faultline subscribe'),
        step(3, 'Tune the sources.', 'Which feeds are read, and how they are doing:', '/faultline feeds'),
      ),
      paragraph(tellResting(resting)),
    ),
    actions(
      button('Latest stories', actionIds.latest),
      button('Subscribe', actionIds.subscribe),
      button('Feeds', actionIds.listFeeds),
      button('Help', actionIds.help),
    ),
  ]);
}

/** What was paused while there was no posting to the channel. */
function tellResting(resting: number): Line {
  if (resting === 0) return [];
  const what = resting === 1 ? '1 subscription rests' : `${resting} subscriptions rest`;
  return [
    bold(`${what} here`),
    words(' since the channel was gone, or the app was not in it. To resume: '),
    code('/faultline subscriptions'),
  ];
}

function renderPaused({ subscriptionId, query, channel, why }: Notice & { kind: 'paused' }): SlackMessage {
  const [reason, remedy] =
    why === 'channel-gone'
      ? ['the channel was archived or deleted', 'Resume it once the channel is back, or remove it.']
      : ['the app was taken out of the channel', 'Invite the app again and resume it, or remove it.'];
  return fitMessage(() => [
    ...richText(
      paragraph(
        [
          bold('Paused: '),
          words('your subscription to '),
          code(nameQuery(query)),
          words(' in '),
          { type: 'channel', channel_id: channel },
          words(` rests, because ${reason}.`),
        ],
        [words(remedy)],
      ),
    ),
    actions(
      button('Resume', actionIds.resumeSubscription, subscriptionId),
      button('Remove', actionIds.removeSubscription, subscriptionId, {
        title: 'Remove this subscription?',
        text: 'The channel will be told nothing more of it.',
        confirm: 'Remove',
      }),
    ),
  ]);
}

function renderUnsure({ deliveryId, channel, what, query }: Notice & { kind: 'unsure' }): SlackMessage {
  return fitMessage(() => [
    ...richText(
      paragraph(
        [
          bold('Did it arrive? '),
          words(`Slack did not say whether it took ${cleanLine(what, maxWhat)} for `),
          { type: 'channel', channel_id: channel },
          words(', subscription '),
          code(nameQuery(query)),
          words('.'),
        ],
        [
          words(
            'Look there: if it is missing, have it posted again; if it stands there, leave it. Till you choose, nothing is posted twice.',
          ),
        ],
      ),
    ),
    actions(
      button('It is missing: post again', actionIds.postAgain, deliveryId),
      button('It is there: leave it', actionIds.leaveIt, deliveryId),
    ),
  ]);
}

function renderFeedChanges({ changes, more }: Notice & { kind: 'feeds' }): SlackMessage {
  return fitMessage((room) => {
    const share = Math.floor(room / changes.length);
    return [
      header('How your feeds fare'),
      ...richText(bullets(cleanTexts(changes).map((change) => tellChange(change, share)))),
      ...(more > 0 ? [context(`${countOf(more, 'more feed')}: see the list.`)] : []),
      actions(button('Feeds', actionIds.listFeeds)),
    ];
  });
}

function tellChange(change: FeedChange, room: number): Line {
  const href = safeHref(change.siteUrl ?? '') || safeHref(change.url);
  const title = truncate(change.title || 'Untitled', 100);
  const text = truncate(` ${tellFeedChange(change)}`, Math.max(80, room - 100));
  return [linked(title, href.length <= room * 0.3 ? href : '', { bold: true }), words(text)];
}

function nameQuery(query: string): string {
  return cleanLine(query, maxQuery) || 'everything';
}
