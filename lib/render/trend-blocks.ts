import type { Trends } from '../digest/trends.ts';
import { context, header, type SlackMessage, section, table } from './blocks.ts';
import { fitMessage } from './fit-blocks.ts';
import { listTrends, namePeriodOfDays, tellTrends, tellTurn } from './trend-words.ts';
import { nameDay } from './words.ts';

/** The stories of a period by sector, in words and as a table; the picture stands beside it. */
export function renderTrendBlocks(trends: Trends): SlackMessage {
  const rows = listTrends(trends).map((trend) => [
    trend.title,
    `${trend.total}`,
    `${trend.peak} on ${nameDay(trend.peakDay)}`,
    tellTurn(trend),
  ]);
  return fitMessage(() => [
    header(`Trends: ${namePeriodOfDays(trends)}`),
    section(tellTrends(trends)),
    ...(rows.length > 0
      ? [
          table(
            [['Sector', 'Stories', 'Most in a day', 'First half, second half'], ...rows],
            ['words', 'figures', 'words', 'words'],
          ),
          context('A story that hits several sectors counts in each.'),
        ]
      : []),
  ]);
}
