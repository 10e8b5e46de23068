import { type Digest, fates, type ReceiptRow } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { escapeTerminal } from './escape.ts';
import { chooseWidth, createPaint, fitText, type Paint, type Terminal, wrapText } from './terminal.ts';
import { namePeriod, nameTitle } from './words.ts';

const indent = '   ';

/**
 * Every article of a digest's period under its fate, a line each, and the line that adds up.
 * @param items as `listReceipt` gives them
 */
export function renderReceiptText(digest: Digest, items: readonly ReceiptRow[], terminal: Terminal): string {
  const width = chooseWidth(terminal);
  const paint = createPaint(terminal.color);
  const heading = wrapText(`Receipt  ${namePeriod(digest)}`, width).map((line) => paint('bold', line));
  const lines = [...heading, paint('dim', `digest ${digest.id}`), ''];
  for (const fate of fates) {
    const rows = items.filter((row) => row.fate === fate);
    if (rows.length === 0) continue;
    lines.push(paint('cyan', `${fate} (${rows.length})`), ...rows.map((row) => renderRow(row, width, paint)), '');
  }
  lines.push(...wrapText(tellReceipt(digest.receipt, digest.stories.length), width));
  return `${lines.join('\n')}\n`;
}

/** The title gets a good half of the line, its source and the term that kept it out what is left. */
function renderRow({ title, publisher, term }: ReceiptRow, width: number, paint: Paint): string {
  const room = width - indent.length - 2;
  const headline = fitText(nameTitle({ title }), Math.ceil(room * 0.6));
  const why = term ? `  [${escapeTerminal(term)}]` : '';
  const source = fitText(`${escapeTerminal(publisher)}${why}`, Math.floor(room * 0.4));
  return `${indent}${headline}  ${paint('dim', source)}`;
}
