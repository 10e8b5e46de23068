import { describe, expect, it } from 'vitest';
import type { Trends } from '../../lib/digest/trends.ts';
import { renderTrendBlocks } from '../../lib/render/trend-blocks.ts';
import { renderTrendSvg } from '../../lib/render/trend-svg.ts';
import { sectorIds } from '../../lib/taxonomy.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';

const day = 24 * 60;

function buildTrends(length: number, overrides: Partial<Trends> = {}): Trends {
  return {
    from: morning,
    to: minutesLater(length * day),
    days: Array.from({ length }, (_, i) =>
      minutesLater(i * day)
        .toISOString()
        .slice(0, 10),
    ),
    sectors: sectorIds.map((id, s) => ({ id, counts: Array.from({ length }, (_, i) => (i * (s + 1)) % 4) })),
    stories: 9,
    ...overrides,
  };
}

const few = buildTrends(3, {
  sectors: [
    { id: 'rail', counts: [0, 1, 0] },
    { id: 'aviation', counts: [2, 5, 1] },
    { id: 'food', counts: [0, 0, 0] },
  ],
});

const readTexts = (svg: string) => Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text);
const readNumbers = (svg: string, attribute: string) =>
  Array.from(svg.matchAll(new RegExp(` ${attribute}="([\\d.]+)"`, 'g')), ([, number]) => Number(number));

describe('the picture of trends', () => {
  it('says everything in words and figures: period, sectors, days, counts and totals', () => {
    expect(readTexts(renderTrendSvg(few).svg)).toEqual([
      'Stories by sector and day, 19 Jul to 21 Jul 2024',
      '9 stories. Hit most: Aviation (8, busiest on 20 Jul with 5), then Rail and public transit (1).',
      'stories a day',
      'in all',
      ...['19 Jul', '20 Jul', '21 Jul'],
      ...['Aviation', '2', '5', '1', '8'],
      ...['Rail and public transit', '1', '1'],
      'All rows have one scale: the tallest bar is 5 stories.',
    ]);
  });

  it('tells its finding to who cannot see it', () => {
    expect(renderTrendSvg(few).altText).toBe(
      'Bars: Stories by sector and day, 19 Jul to 21 Jul 2024. 9 stories. Hit most: Aviation (8, busiest on 20 Jul with 5), then Rail and public transit (1).',
    );
  });

  it.each([1, 7, 30, 90, 365])('of %i days is 1,200 pixels wide with nothing outside and no small print', (length) => {
    const { svg } = renderTrendSvg(buildTrends(length));
    const [height = 0] = readNumbers(svg, 'height');
    expect(svg).toContain('width="1200"');
    for (const x of readNumbers(svg, 'x')) expect(x).toBeLessThanOrEqual(1200);
    for (const y of readNumbers(svg, 'y')) expect(y).toBeLessThanOrEqual(height);
    expect(Math.min(...readNumbers(svg, 'font-size'))).toBeGreaterThanOrEqual(14);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|="-/);
  });

  it('draws bars as long as their counts', () => {
    const heights = Array.from(
      renderTrendSvg(few).svg.matchAll(/<rect x=[^>]* height="([\d.]+)" fill="#3/g),
      ([, height]) => Number(height),
    );
    expect(heights).toEqual([2, 5, 1, 1].map((count) => Math.round((count / 5) * 36 * 10) / 10));
  });

  it('labels the highest bar only where the columns are narrow', () => {
    const counts = Array.from({ length: 90 }, (_, i) => (i === 40 ? 7 : 2));
    const { svg } = renderTrendSvg(buildTrends(90, { sectors: [{ id: 'rail', counts }] }));
    expect(readTexts(svg).filter((text) => text === '7')).toHaveLength(1);
    expect(readTexts(svg)).not.toContain('2');
  });

  it.each([
    ['no sector', buildTrends(3, { sectors: [] }), '9 stories, none of which hit a sector.'],
    ['no story', buildTrends(3, { sectors: [], stories: 0 }), 'No story was reported.'],
  ])('of %s says so', (_name, trends, words) => {
    expect(renderTrendSvg(trends).altText).toContain(words);
    expect(renderTrendBlocks(trends).text).toContain(words);
    expect(renderTrendBlocks(trends).blocks.map(({ type }) => type)).not.toContain('table');
  });
});

describe('the table of trends', () => {
  it('has a row for each sector that was hit, most stories first', () => {
    const table = renderTrendBlocks(few).blocks.find((block) => block.type === 'table');
    const rows = table?.rows.map((cells) => cells.map((cell) => ('text' in cell ? cell.text : '')));
    expect(rows).toEqual([
      ['Sector', 'Stories', 'Most in a day', 'First half, second half'],
      ['Aviation', '8', '5 on 20 Jul', '7, then 1'],
      ['Rail and public transit', '1', '1 on 20 Jul', '1, then 0'],
    ]);
  });

  it('names both years where the period spans them', () => {
    expect(renderTrendBlocks(buildTrends(200)).text).toContain('Trends: 19 Jul 2024 to 3 Feb 2025');
  });
});
