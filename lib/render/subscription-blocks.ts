import type { KnownBlock } from '@slack/types';
import { defaultThreshold, isTimezone, type Subscription } from '../digest/subscription.ts';
import { truncate } from '../text.ts';
import { actionIds, writeListed } from './actions.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  divider,
  header,
  paragraph,
  richText,
  type SlackMessage,
  words,
} from './blocks.ts';
import { cleanTexts } from './clean-texts.ts';
import { fitMessage } from './fit-blocks.ts';
import { countOf, nameSpan, nameTime } from './words.ts';

/** A channel has no more. */
const maxShown = 20;
const namedMuted = 5;

/** Subscriptions in words, each with what can be done about it. */
export function renderSubscriptionBlocks(subscriptions: readonly Subscription[], now: Date): SlackMessage {
  const shown = subscriptions.slice(0, maxShown).map(cleanTexts);
  const more = subscriptions.length - shown.length;
  return fitMessage(
    (room) => [
      header(shown.length > 0 ? 'Subscriptions' : 'No subscriptions yet'),
      ...shown.flatMap((one) => renderSubscription(one, now, Math.floor(room / shown.length))),
      ...(more > 0 ? [context(`${countOf(more, 'more subscription')}: ask in their channels.`)] : []),
      ...(shown.length > 0 ? [divider] : []),
      actions(button('Subscribe', actionIds.subscribe)),
    ],
    false,
  );
}

function renderSubscription(subscription: Subscription, now: Date, room: number): KnownBlock[] {
  const { id, channel, query, budget, muted, createdBy, paused } = subscription;
  const names = muted.slice(0, namedMuted).map((name) => truncate(name, 60));
  const more = muted.length - names.length;
  const silent = truncate([...names, ...(more > 0 ? [`${more} more`] : [])].join(', '), Math.floor(room * 0.25));
  const removal = {
    title: 'Remove this subscription?',
    text: 'The channel will be told nothing more of it.',
    confirm: 'Remove',
  };
  return [
    ...richText(
      paragraph(
        [
          code(truncate(query || 'everything', Math.floor(room * 0.3))),
          words(' in '),
          { type: 'channel', channel_id: channel },
          words(', by '),
          { type: 'user', user_id: createdBy },
        ],
        [words(`${tellCadence(subscription)}, at most ${countOf(budget, 'message')} a day`)],
        paused ? [bold('Paused'), words(`: ${tellPause(paused)}`)] : [words(tellNext(subscription, now))],
        silent ? [words(`Muted: ${silent}`)] : [],
      ),
    ),
    actions(
      button('Edit', actionIds.editSubscription, id),
      paused
        ? button('Resume', actionIds.resumeSubscription, writeListed(id))
        : button('Pause', actionIds.pauseSubscription, writeListed(id)),
      button('Remove', actionIds.removeSubscription, writeListed(id), removal),
    ),
  ];
}

/** When it tells, as people say it: "Weekdays at 08:30 Europe/Berlin". */
export function tellCadence({ cadence, at, timezone, threshold = defaultThreshold }: Subscription): string {
  if (cadence === 'alert') {
    const crowd = `${countOf(threshold.publishers, 'independent publisher')} within ${nameSpan(threshold.within * 60_000)}`;
    return `Alert as soon as a story has ${crowd}${threshold.official ? ', or its provider calls it major' : ''}`;
  }
  if (cadence === 'hourly') return at.endsWith('00') ? 'Every hour, on the hour' : `Every hour at ${at.slice(-2)} past`;
  return `${{ daily: 'Every day', weekdays: 'Weekdays', weekly: 'Mondays' }[cadence]} at ${at} ${timezone}`;
}

/** When it tells next. */
export function tellNext({ cadence, timezone, nextAt }: Subscription, now: Date): string {
  if (cadence === 'alert') return 'Watching now';
  const wait = nextAt.getTime() - now.getTime();
  return `Next: ${nameLocalTime(nextAt, timezone)}${wait > 0 ? `, in ${nameSpan(wait)}` : ', due now'}`;
}

function tellPause({ at, why }: NonNullable<Subscription['paused']>): string {
  const reason = {
    asked: 'somebody asked for it',
    'channel-gone': 'the channel was archived or deleted',
    'not-in-channel': 'the app is not in the channel',
  }[why];
  return `${reason}, since ${nameTime(at)}`;
}

/** "Fri 19 Jul 08:30 Europe/Berlin". */
function nameLocalTime(time: Date, timezone: string): string {
  if (!isTimezone(timezone)) return nameTime(time);
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  });
  const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.hour}:${part.minute} ${timezone}`;
}
