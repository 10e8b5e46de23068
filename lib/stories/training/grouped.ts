import { parseJsonLines } from '../../json-lines.ts';

/** One report of the grouped set, with its true story. */
export interface GroupedItem {
  id: string;
  title: string;
  summary: string;
  language: string;
  publishedAt: Date;
  story: string;
}

/**
 * Reads reports grouped by story from JSON Lines (`id`, `title`, `summary`, `lang`, `published`, `story`), in order of publication.
 * @throws FaultlineError `corpus-wrong` with the line that is not such a report
 */
export function parseGroupedItems(text: string, file: string): GroupedItem[] {
  return parseJsonLines(text, file, readItem).sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
}

function readItem(raw: Record<string, unknown>): GroupedItem {
  const text = (name: string): string => {
    const value = raw[name];
    if (typeof value !== 'string') throw new Error(`"${name}" must be a text`);
    return value;
  };
  const publishedAt = new Date(text('published'));
  if (Number.isNaN(publishedAt.getTime())) throw new Error('"published" is no time');
  const language = text('lang').split('-')[0] ?? 'en';
  return {
    id: text('id'),
    title: text('title'),
    summary: text('summary'),
    language,
    publishedAt,
    story: text('story'),
  };
}
