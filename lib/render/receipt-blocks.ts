import { type Digest, type Fate, fates, type ReceiptRow } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { truncate } from '../text.ts';
import {
  bold,
  bullets,
  header,
  type Line,
  paragraph,
  richText,
  type SlackMessage,
  section,
  table,
  words,
} from './blocks.ts';
import { cleanTexts } from './clean-texts.ts';
import { fitMessage } from './fit-blocks.ts';
import { namePeriod, nameTitle } from './words.ts';

const meanings: Readonly<Record<Fate, string>> = {
  sent: 'stands in a story of the digest',
  'same-story': 'repeats an article of such a story, nearly word for word',
  outside: 'your query does not want it',
  unchanged: 'was seen before and says nothing new',
  muted: 'its source is muted',
  held: 'its story found no place and stands first in the next digest',
};
/** Most items named under one fate. */
const maxNamed = 8;

/**
 * What became of every article of a digest's period: how many met each fate, and the first of each by name.
 * @param items as `listReceipt` gives them
 */
export function renderReceiptBlocks(digest: Digest, items: readonly ReceiptRow[]): SlackMessage {
  const { receipt, stories } = digest;
  const present = fates.filter((fate) => receipt.fates[fate] > 0);
  const rows = present.map((fate) => [fate, `${receipt.fates[fate]}`, meanings[fate]]);
  return fitMessage((room) => [
    header(`Receipt: ${namePeriod(digest)}`),
    section(tellReceipt(receipt, stories.length)),
    ...(rows.length > 0 ? [table([['Fate', 'Items', 'It means'], ...rows], ['words', 'figures', 'words'])] : []),
    ...present.flatMap((fate) => {
      const met = items.filter((row) => row.fate === fate);
      return richText(paragraph([bold(fate)]), listItems(met, Math.floor((room * 0.8) / present.length)));
    }),
    ...richText(
      paragraph([
        words('Every item by name, on the command line: '),
        words(`faultline receipt ${digest.id}`, { code: true }),
      ]),
    ),
  ]);
}

function listItems(items: readonly ReceiptRow[], room: number) {
  const shown = items.slice(0, Math.max(1, Math.min(maxNamed, Math.floor(room / 120)))).map(cleanTexts);
  const more = items.length - shown.length;
  const each = Math.min(300, Math.floor(room / Math.max(1, shown.length)));
  return bullets([...shown.map((item) => nameItem(item, each)), more > 0 ? [words(`${more} more`)] : []]);
}

function nameItem({ title, publisher, term = '' }: ReceiptRow, room: number): Line {
  const why = term ? `, kept out by ${truncate(term, Math.floor(room * 0.2))}` : '';
  const tail = `, ${truncate(publisher, Math.floor(room * 0.25))}${why}`;
  return [words(truncate(nameTitle({ title }), Math.max(20, room - tail.length))), words(tail)];
}
