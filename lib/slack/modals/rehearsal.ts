import type { KnownBlock } from '@slack/types';
import { loadPerspective } from '../../jobs/perspective.ts';
import { type Rehearsal, rehearse } from '../../jobs/rehearse.ts';
import type { SubscriptionWish } from '../../jobs/subscribe.ts';
import { bold, bullets, code, context, header, paragraph, richText, words } from '../../render/blocks.ts';
import { cleanLine } from '../../render/clean-texts.ts';
import { countOf, nameTitle } from '../../render/words.ts';
import type { SlackServices } from '../services.ts';

const maxTitle = 200;
const maxTerm = 100;
const heading = header('Rehearsal');

/** What stands in the modal till the rehearsal is there. */
export const pendingRehearsal: readonly KnownBlock[] = [heading, context('Rehearsing the last 14 days…')];

/** What stands in the modal while it cannot be rehearsed. */
export const brokenRehearsal: readonly KnownBlock[] = [
  heading,
  context('What the last 14 days would have sent shows here once the fields above are right.'),
];

/** What a subscription would have sent in the last days, as its workspace sees the archive. */
export async function runRehearsal(
  team: string,
  wish: Omit<SubscriptionWish, 'channel'>,
  { store, openReviewer, now }: SlackServices,
): Promise<KnownBlock[]> {
  const perspective = await loadPerspective(store, team, openReviewer);
  return renderRehearsal(await rehearse(store, wish, now(), perspective), wish);
}

function renderRehearsal(
  { days, messages, stories, sent, nearMisses }: Rehearsal,
  { cadence, budget }: Pick<SubscriptionWish, 'cadence' | 'budget'>,
): KnownBlock[] {
  const what = cadence === 'alert' ? 'alert' : 'digest';
  const rate = messages / days;
  // One in less than 1.3 days reads better as a part of one a day.
  const often = rate === 0 || rate >= 0.75 ? `${countRate(rate)} a day` : `one every ${countRate(1 / rate)} days`;
  return [
    heading,
    ...richText(
      paragraph([
        bold(`The last ${days} days would have sent ${countOf(messages, what)}`),
        words(messages === 0 ? '.' : `: ${often}, ${countOf(stories, 'story', 'stories')} in all.`),
        words(rate > budget ? ` That is more than ${countOf(budget, 'message')} a day: some would wait.` : ''),
      ]),
      paragraph(sent.length > 0 ? [bold('In, for example:')] : []),
      bullets(sent.map(({ title }) => [words(cleanLine(nameTitle({ title }), maxTitle))])),
      paragraph(nearMisses.length > 0 ? [bold('Just outside:')] : []),
      bullets(
        nearMisses.map(({ title, term }) => [
          words(`${cleanLine(nameTitle({ title }), maxTitle)}, kept out by `),
          code(cleanLine(term, maxTerm)),
        ]),
      ),
    ),
  ];
}

/** "2", "1.5". */
function countRate(rate: number): string {
  return String(Math.round(rate * 10) / 10);
}
