import { parseJsonLines } from '../../json-lines.ts';
import {
  isOneOf,
  type Ownership,
  ownerships,
  type Sector,
  sectorIds,
  type Topic,
  topics,
  type Viewpoint,
  viewpointIds,
} from '../../taxonomy.ts';
import type { Readable } from '../features.ts';

/** One labelled item, of the training corpus or of an evaluation file. */
export interface LabelledItem extends Readable {
  topic: Topic;
  sectors: Sector[];
  viewpoints: Viewpoint[];
  /** Organisations in the text and their sectors, labelled or not; only in the corpus. */
  names: Partial<Record<string, Sector>>;
  /** Labels on which two readers of the item did not agree: it teaches neither that it has them nor that it lacks them. */
  disputed?: (Sector | Viewpoint)[];
  /** Items of one story share it; only in evaluation files. */
  story?: string;
  id?: string;
  published?: Date;
}

/**
 * Reads labelled items from JSON Lines.
 * @param file named in the error
 * @throws FaultlineError `corpus-wrong` with the line, at the first line that is no JSON or has a label that the taxonomy lacks
 */
export function parseLabelledItems(text: string, file: string): LabelledItem[] {
  return parseJsonLines(text, file, readItem);
}

function readItem(raw: Record<string, unknown>): LabelledItem {
  if (typeof raw.title !== 'string' || typeof raw.summary !== 'string')
    throw new Error('title and summary must be texts');
  const names: Partial<Record<string, Sector>> = {};
  for (const [name, sector] of Object.entries(raw.names ?? {})) names[name] = readId(sectorIds, sector, 'sector');
  return {
    title: raw.title,
    summary: raw.summary,
    language: String(raw.lang ?? 'en').split('-')[0] ?? 'en',
    publisher: {
      name: String(raw.publisher ?? ''),
      country: String(raw.country ?? 'ZZ'),
      ownership: readId<Ownership>(ownerships, raw.ownership ?? 'private', 'ownership'),
    },
    topic: readId(topics, raw.topic, 'topic'),
    sectors: readIds(sectorIds, raw.sectors, 'sector'),
    viewpoints: readIds(viewpointIds, raw.viewpoints, 'viewpoint'),
    names,
    ...(raw.disputed === undefined
      ? {}
      : { disputed: readIds([...sectorIds, ...viewpointIds], raw.disputed, 'disputed label') }),
    ...(typeof raw.story === 'string' ? { story: raw.story } : {}),
    ...(typeof raw.id === 'string' ? { id: raw.id } : {}),
    ...(typeof raw.published === 'string' ? { published: readTime(raw.published) } : {}),
  };
}

function readIds<Id extends string>(ids: readonly Id[], raw: unknown, what: string): Id[] {
  if (!Array.isArray(raw)) throw new Error(`${what}s must be a list`);
  return raw.map((id) => readId(ids, id, what));
}

function readId<Id extends string>(ids: readonly Id[], raw: unknown, what: string): Id {
  if (typeof raw !== 'string' || !isOneOf(ids, raw)) throw new Error(`${what} "${raw}" is not in the taxonomy`);
  return raw;
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new Error(`published "${text}" is no time`);
  return time;
}
