import type { Subscription } from '../digest/subscription.ts';
import { actionIds } from '../render/actions.ts';
import { button, type SlackMessage } from '../render/blocks.ts';
import { tellCadence, tellNext } from '../render/subscription-blocks.ts';
import { countOf } from '../render/words.ts';
import { renderNote } from './answers/notes.ts';

/** What becomes of a subscription that was just written: what will come when, and what can be done about it. */
export function tellSubscribed(subscription: Subscription, deed: 'made' | 'changed', now: Date): SlackMessage {
  const { id, channel, query, budget, paused } = subscription;
  const what = query ? `\`${query.replaceAll('`', "'")}\`` : 'everything in scope';
  const opening = deed === 'made' ? `Subscribed <#${channel}> to ${what}.` : `Changed: <#${channel}> hears of ${what}.`;
  const next = paused ? 'It rests; resume it when it is to tell again' : tellNext(subscription, now);
  return renderNote(
    `${opening} ${tellCadence(subscription)}, at most ${countOf(budget, 'message')} a day. ${next}.`,
    button('Edit', actionIds.editSubscription, id),
    paused ? button('Resume', actionIds.resumeSubscription, id) : button('Pause', actionIds.pauseSubscription, id),
  );
}
