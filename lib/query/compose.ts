import type { Sector, Topic, Viewpoint } from '../taxonomy.ts';
import type { Query } from './query.ts';

/** A query as a form shows it: lists to choose from, and everything else in words of the grammar. */
export interface QueryFields {
  topics: Topic[];
  sectors: Sector[];
  viewpoints: Viewpoint[];
  /** ISO 3166 alpha-2, or `INT`. */
  countries: string[];
  /** BCP 47 primary languages. */
  languages: string[];
  /** The rest of the query, as the grammar has it. */
  words: string;
}

/** Writes the fields of a form as one query. Words that the grammar does not know make a query that it does not know. */
export function composeQuery({ topics, sectors, viewpoints, countries, languages, words }: QueryFields): string {
  const lists = [
    ['topic', topics],
    ['sector', sectors],
    ['view', viewpoints],
    ['country', countries],
    ['lang', languages],
  ] as const;
  // An unclosed quotation mark reaches to the end, so that words stand last.
  return [...lists.flatMap(([key, ids]) => (ids.length > 0 ? [`${key}:${ids.join(',')}`] : [])), words.trim()]
    .filter(Boolean)
    .join(' ');
}

/**
 * Reads a query into the fields of a form; what they cannot say (excluded terms, a second list of the same kind) stays in words.
 * Composed again, it is the same query.
 */
export function readFields({ terms }: Query): QueryFields {
  const fields: QueryFields = { topics: [], sectors: [], viewpoints: [], countries: [], languages: [], words: '' };
  const rest: string[] = [];
  const taken = new Set<string>();
  for (const term of terms) {
    if (term.negated || taken.has(term.kind)) {
      rest.push(term.source);
      continue;
    }
    taken.add(term.kind);
    switch (term.kind) {
      case 'topic':
        fields.topics = unique(term.ids);
        break;
      case 'sector':
        fields.sectors = unique(term.ids);
        break;
      case 'view':
        fields.viewpoints = unique(term.ids);
        break;
      case 'country':
        fields.countries = unique(term.codes);
        break;
      case 'lang':
        fields.languages = unique(term.codes);
        break;
      default:
        rest.push(term.source);
    }
  }
  return { ...fields, words: rest.join(' ') };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
