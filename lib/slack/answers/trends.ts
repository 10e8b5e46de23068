import { countTrends } from '../../jobs/trends.ts';
import type { Query } from '../../query/query.ts';
import { context, type SlackMessage } from '../../render/blocks.ts';
import { renderTrendBlocks } from '../../render/trend-blocks.ts';
import { renderTrendSvg } from '../../render/trend-svg.ts';
import { explainError } from '../failure.ts';
import { drawPng } from '../picture.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';
import { uploadFile } from '../upload-file.ts';
import { openPerspective } from './stories.ts';

const day = 86_400_000;
const usualSpan = 30 * day;

/** Who was hit, day by day: a table, and a picture of its own beside it. */
export async function answerTrends(
  query: Query,
  asker: Asker,
  share: boolean,
  services: SlackServices,
): Promise<SlackMessage> {
  const to = services.now();
  // The span is the period, not a filter of it.
  const span = query.terms.find((term) => term.kind === 'since')?.span ?? usualSpan;
  const rest = { ...query, terms: query.terms.filter(({ kind }) => kind !== 'since') };
  const perspective = await openPerspective(asker, services);
  const trends = await countTrends(services.store, rest, { from: new Date(to.getTime() - span), to }, perspective);
  const { text, blocks } = renderTrendBlocks(trends);
  if (trends.stories === 0) return { text, blocks };
  const { svg, altText } = renderTrendSvg(trends);
  const where = await sendPicture(svg, altText, asker, share, services);
  return { text: `${text}\n${where}`, blocks: [...blocks, context(where)] };
}

/** @returns where the picture is, or why there is none: the table says the same */
async function sendPicture(
  svg: string,
  altText: string,
  asker: Asker,
  share: boolean,
  services: SlackServices,
): Promise<string> {
  try {
    const bytes = new Uint8Array(await drawPng(svg));
    const where = await uploadFile(asker, { name: 'trends.png', title: 'Trends', bytes, altText }, share, services);
    return `The picture is ${where}.`;
  } catch (error) {
    return `There is no picture: ${explainError(error, services.log)}`;
  }
}
