import { type ArticleDraft, identify } from '../article.ts';
import { detectLanguage } from '../classify/language.ts';
import { describeError, FaultlineError } from '../errors.ts';
import { isOneOf, ownerships } from '../taxonomy.ts';
import { collapseSpace, renderPlainText } from '../text.ts';
import { say } from './context.ts';
import { readLines } from './read-lines.ts';

/** An item of stdin: the id that its writer gave it, and the draft that it makes. */
export interface ItemLine {
  id: string;
  draft: ArticleDraft;
}

/**
 * Reads items as JSON Lines (`id`, `title`, `summary`, `publisher?`, `country?`, `ownership?`, `published?`, `lang?`) from stdin and
 * hands each on as it comes. A line that cannot be read is named on stderr with its number, and the rest goes on.
 * @returns the exit status: 1 where any line could not be read
 */
export async function readItemLines(onItem: (item: ItemLine) => void | Promise<void>): Promise<number> {
  let status = 0;
  let number = 0;
  for await (const line of readLines(process.stdin)) {
    number++;
    if (!line.trim()) continue;
    let item: ItemLine;
    try {
      item = parseItemLine(line, new Date());
    } catch (error) {
      status = 1;
      say(new FaultlineError('item-wrong', { line: number, why: describeError(error) }, error).message);
      continue;
    }
    await onItem(item);
  }
  return status;
}

function parseItemLine(line: string, now: Date): ItemLine {
  const raw: unknown = JSON.parse(line.replace(/^\ufeff/, ''));
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error('a JSON object was expected');
  const item = raw as Record<string, unknown>;
  const title = readText(item, 'title');
  const summary = readText(item, 'summary');
  const id = item.id;
  if (typeof id !== 'string' && typeof id !== 'number') throw new Error('"id" must be a text or a number');
  if (!title && !summary && item.title === undefined && item.summary === undefined)
    throw new Error('"title" is missing');
  const ownership = readText(item, 'ownership');
  const published = new Date(readText(item, 'published'));
  const lang = readText(item, 'lang');
  return {
    id: String(id),
    draft: {
      id: identify(`item\n${id}`),
      feedId: '',
      publisher: {
        name: readText(item, 'publisher'),
        country: readText(item, 'country').toUpperCase() || 'ZZ',
        ownership: isOneOf(ownerships, ownership) ? ownership : 'private',
      },
      url: '',
      title: clean(title),
      summary: clean(summary),
      publishedAt: Number.isNaN(published.getTime()) ? now : published,
      seenAt: now,
      language: detectLanguage(`${title}. ${summary}`, lang || undefined),
    },
  };
}

function readText(item: Record<string, unknown>, name: string): string {
  const value = item[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Error(`"${name}" must be a text`);
  return value;
}

function clean(text: string): string {
  return /[<&]/.test(text) ? renderPlainText(text) : collapseSpace(text);
}
