import type { Trends } from '../digest/trends.ts';
import { escapeHtml } from './escape.ts';
import { listTrends, namePeriodOfDays, type Trend, tellTrends } from './trend-words.ts';
import { countOf, nameDay } from './words.ts';

const width = 1200;
const margin = 40;
/** The bars stand between these. */
const left = 300;
const right = 1060;
const top = 156;
const rowHeight = 58;
const barHeight = 36;
const ink = '#1c1c1c';
const faint = '#5c5c5c';
const hairline = '#d6d6d6';
const barFill = '#33557a';
/** Narrower columns have no room for the figure above each bar. */
const figureRoom = 24;
/** Pixels between the dates below. */
const tickRoom = 90;

/**
 * The stories of a period by sector and day as a picture of 1,200 pixels: one row of bars a sector, all on one scale, so that length
 * alone tells, in grey and on paper as well.
 * @returns the SVG, which names the font DejaVu Sans, and the finding in words for who cannot see it
 */
export function renderTrendSvg(trends: Trends): { svg: string; altText: string } {
  const rows = listTrends(trends);
  const period = namePeriodOfDays(trends);
  const bottom = top + Math.max(1, rows.length) * rowHeight;
  const height = bottom + 80;
  const scale = Math.max(1, ...rows.map(({ peak }) => peak));
  const title = `Stories by sector and day, ${period}`;
  const finding = tellTrends(trends);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans" font-size="16" fill="${ink}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${text(margin, 54, title, 'font-size="26"')}
${text(margin, 90, finding, `fill="${faint}"`)}
${text(left, top - 18, 'stories a day', `font-size="14" fill="${faint}"`)}
${text(width - margin, top - 18, 'in all', `font-size="14" fill="${faint}" text-anchor="end"`)}
${renderTicks(trends.days, bottom)}
${rows.map((row, i) => renderRow(row, top + (i + 1) * rowHeight, scale)).join('\n')}
${rows.length === 0 ? text(left, bottom - 16, 'No story hit a sector.', '') : ''}
${text(margin, height - 20, `All rows have one scale: the tallest bar is ${countOf(scale, 'story', 'stories')}.`, `font-size="14" fill="${faint}"`)}
</svg>
`;
  return { svg, altText: `Bars: ${title}. ${finding}` };
}

/** The day below every so many columns, with a line up through the rows. */
function renderTicks(days: readonly string[], bottom: number): string {
  const column = (right - left) / Math.max(1, days.length);
  const step = Math.max(1, Math.ceil(tickRoom / column));
  return days
    .flatMap((day, i) => {
      if (i % step !== 0) return [];
      const x = round(left + (i + 0.5) * column);
      return [
        `<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom + 6}" stroke="${hairline}" stroke-dasharray="2 4"/>`,
        text(x, bottom + 26, nameDay(day), `font-size="14" fill="${faint}" text-anchor="middle"`),
      ];
    })
    .join('\n');
}

/** @param base where the bars of the row stand */
function renderRow({ title, counts, total, peak }: Trend, base: number, scale: number): string {
  const column = (right - left) / counts.length;
  const gap = column > 6 ? 2 : 0;
  const labelled = column >= figureRoom ? counts.keys() : [counts.indexOf(peak)];
  const bars = counts.flatMap((count, i) => {
    if (count === 0) return [];
    const height = round((count / scale) * barHeight);
    return [
      `<rect x="${round(left + i * column + gap / 2)}" y="${round(base - height)}" width="${round(column - gap)}" height="${height}" fill="${barFill}"/>`,
    ];
  });
  const figures = [...labelled].flatMap((i) => {
    const count = counts[i] ?? 0;
    const y = round(base - (count / scale) * barHeight - 4);
    return count > 0
      ? [text(round(left + (i + 0.5) * column), y, `${count}`, 'font-size="14" text-anchor="middle"')]
      : [];
  });
  return [
    `<line x1="${margin}" y1="${base}" x2="${width - margin}" y2="${base}" stroke="${hairline}"/>`,
    text(margin, base - 10, title, ''),
    ...bars,
    ...figures,
    text(width - margin, base - 10, `${total}`, 'text-anchor="end"'),
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}"${attributes ? ` ${attributes}` : ''}>${escapeHtml(content)}</text>`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
