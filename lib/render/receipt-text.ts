import { type Digest, fates } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { truncate } from '../text.ts';
import { createPaint, type Terminal } from './digest-text.ts';
import { escapeTerminal } from './escape.ts';
import { namePeriod } from './words.ts';

/**
 * Every article of a digest's period under its fate, and the line that adds up.
 */
export function renderReceiptText(digest: Digest, terminal: Terminal): string {
  const paint = createPaint(terminal.color);
  const lines = [`${paint('bold', 'Receipt')}  ${namePeriod(digest)}  digest ${digest.id}`, ''];
  for (const fate of fates) {
    const rows = digest.fates.filter((row) => row.fate === fate);
    if (rows.length === 0) continue;
    lines.push(paint('cyan', `${fate} (${rows.length})`));
    for (const { title, publisher, term } of rows) {
      const why = term ? `  [${term}]` : '';
      lines.push(`   ${truncate(escapeTerminal(title), Math.max(30, terminal.width - 40))}  ${paint('dim', escapeTerminal(publisher))}${why}`);
    }
    lines.push('');
  }
  return `${[...lines, tellReceipt(digest.receipt, digest.stories.length)].join('\n')}\n`;
}
