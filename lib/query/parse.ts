import { FaultlineError } from '../errors.ts';
import { ownerships, sectorIds, sectors, topics, viewpointIds, viewpoints } from '../taxonomy.ts';
import { findNearestCountry, findNearestLanguage, readCountry, readLanguageCode } from './codes.ts';
import type { Condition, Misunderstood, Query, Term } from './query.ts';
import { findNearest } from './spelling.ts';
import { parseSpan } from './time.ts';

const storyStates = ['ongoing', 'monitoring', 'resolved'] as const;
const keys = [
  'topic',
  'sector',
  'view',
  'country',
  'owner',
  'source',
  'component',
  'lang',
  'since',
  'state',
  'sources',
  'is',
] as const;
type Key = (typeof keys)[number];

/** What people write for a key, beside the key itself. */
const keySynonyms: Readonly<Record<string, Key>> = {
  sectors: 'sector',
  topics: 'topic',
  viewpoint: 'view',
  viewpoints: 'view',
  views: 'view',
  ownership: 'owner',
  language: 'lang',
  publisher: 'source',
  components: 'component',
};

/** Phones and Slack make these of the straight quotation mark. */
const curlyQuote = /[“”„‟«»＂]/g;

/** `-` if any; then a key with its values, which may be quoted one by one; or a phrase, to the end where its quote is not closed; or a word. */
const termPattern = /(-?)(?:(\p{L}+):((?:"[^"]*"?|[^\s"]+)*)|"([^"]*)"?|(\S+))/gu;

/**
 * Reads a query (design, "The query grammar"): words and "phrases" match text, `-` before a term excludes, `key:value,value`
 * narrows. Never throws: what is not understood comes back named, with the nearest correct spelling.
 */
export function parseQuery(text: string): Query | Misunderstood {
  const terms: Term[] = [];
  for (const match of text.replace(curlyQuote, '"').matchAll(termPattern)) {
    const [source, minus, rawKey, rawValues, phrase, word] = match;
    const negated = minus === '-';
    if (rawKey === undefined) {
      const kind = phrase === undefined ? 'word' : 'phrase';
      const bare = trimSigns(phrase ?? word ?? '');
      if (bare) terms.push({ kind, text: bare, source, negated });
      continue;
    }
    const key = readKey(rawKey.toLowerCase());
    if (!key)
      return misunderstand(source, `"${rawKey}:" is no filter`, rawKey.toLowerCase(), keys, (near) => `${near}:`);
    const values = splitValues(rawValues ?? '');
    if (values.length === 0)
      return { kind: 'misunderstood', part: source, why: `"${key}:" needs a value`, nearest: examples[key] };
    const condition = readCondition(key, values, source);
    if (condition.kind === 'misunderstood') return condition;
    terms.push({ ...condition, source, negated });
  }
  return { text: text.trim(), terms };
}

/** Signs around a word match nothing; those within it stay. */
function trimSigns(text: string): string {
  return /[\p{L}\p{N}](?:.*[\p{L}\p{N}\p{M}])?/su.exec(text)?.[0] ?? '';
}

/** Values between commas that are not within quotation marks. */
function splitValues(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"?|[^,"]+)+/g) ?? [];
  return parts.map((part) => part.replaceAll('"', '').trim()).filter(Boolean);
}

/** Says whether a query was understood. */
export function isQuery(result: Query | Misunderstood): result is Query {
  return !('kind' in result);
}

/** One line for people: what was not understood and what would be. */
export function describeMisunderstood({ part, why, nearest }: Misunderstood): string {
  return `in "${part}", ${why}${nearest ? `; did you mean ${nearest}?` : ''}`;
}

/**
 * The query of a text that must be one.
 * @throws FaultlineError `query-wrong`
 */
export function requireQuery(text: string): Query {
  const query = parseQuery(text);
  if (isQuery(query)) return query;
  throw new FaultlineError('query-wrong', { why: describeMisunderstood(query) });
}

const examples: Readonly<Record<Key, string>> = {
  topic: 'topic:outage',
  sector: 'sector:aviation,rail',
  view: 'view:sovereignty',
  country: 'country:CN',
  owner: 'owner:state',
  source: 'source:bbc',
  component: 'component:api',
  lang: 'lang:fr',
  since: 'since:7d',
  state: 'state:ongoing',
  sources: 'sources:>2',
  is: 'is:new',
};

function readKey(raw: string): Key | undefined {
  return keys.find((key) => key === raw) ?? (Object.hasOwn(keySynonyms, raw) ? keySynonyms[raw] : undefined);
}

function readCondition(key: Key, values: readonly string[], source: string): Condition | Misunderstood {
  const value = values.join(',');
  const lower = values.map((part) => part.toLowerCase());
  switch (key) {
    case 'topic':
      return readList(
        'topic',
        lower,
        source,
        topics.map((id) => ({ id, title: id })),
      );
    case 'sector':
      return readList(
        'sector',
        lower,
        source,
        sectorIds.map((id) => ({ id, title: sectors[id].title })),
      );
    case 'view':
      return readList(
        'view',
        lower,
        source,
        viewpointIds.map((id) => ({ id, title: viewpoints[id].title })),
      );
    case 'owner':
      return readList(
        'owner',
        lower,
        source,
        ownerships.map((id) => ({ id, title: id })),
      );
    case 'state':
      return readList(
        'state',
        lower,
        source,
        storyStates.map((id) => ({ id, title: id })),
      );
    case 'country': {
      const codes = values.map((text) => ({ text, code: readCountry(text) }));
      const wrong = codes.find(({ code }) => code === undefined);
      return wrong
        ? suggest(source, `"${wrong.text}" is no country code such as CN`, 'country', findNearestCountry(wrong.text))
        : { kind: 'country', codes: codes.flatMap(({ code }) => code ?? []) };
    }
    case 'lang': {
      const codes = values.map((text) => ({ text, code: readLanguageCode(text) }));
      const wrong = codes.find(({ code }) => code === undefined);
      return wrong
        ? suggest(source, `"${wrong.text}" is no language code such as fr`, 'lang', findNearestLanguage(wrong.text))
        : { kind: 'lang', codes: codes.flatMap(({ code }) => code ?? []) };
    }
    case 'source':
    case 'component': {
      const empty = values.find((name) => trimSigns(name) === '');
      return empty === undefined
        ? { kind: key, names: lower }
        : { kind: 'misunderstood', part: source, why: `"${empty}" names no ${key}`, nearest: examples[key] };
    }
    case 'since': {
      const span = parseSpan(value);
      return span === undefined
        ? { kind: 'misunderstood', part: source, why: `"${value}" is no span of time`, nearest: examples.since }
        : { kind: 'since', span };
    }
    case 'sources': {
      const match = /^([<>=]?)(\d{1,4})$/.exec(value);
      if (!match)
        return { kind: 'misunderstood', part: source, why: `"${value}" is no number`, nearest: examples.sources };
      const operator = match[1] === '<' || match[1] === '>' ? match[1] : '=';
      return { kind: 'sources', operator, count: Number(match[2]) };
    }
    case 'is':
      return lower.length === 1 && lower[0] === 'new'
        ? { kind: 'is', what: 'new' }
        : { kind: 'misunderstood', part: source, why: `nothing is "${value}"`, nearest: examples.is };
  }
}

type ListKind = 'topic' | 'sector' | 'view' | 'owner' | 'state';

/** Each value is an id, a title, or the beginning of exactly one of them. */
function readList<Kind extends ListKind>(
  kind: Kind,
  values: readonly string[],
  source: string,
  choices: readonly { id: string; title: string }[],
): Condition | Misunderstood {
  const ids: string[] = [];
  for (const value of values) {
    const exact = choices.filter(({ id, title }) => id === value || title.toLowerCase() === value);
    const begun = choices.filter(({ id, title }) => id.startsWith(value) || title.toLowerCase().startsWith(value));
    const found = exact.length > 0 ? exact : begun;
    if (found.length > 1) {
      const several = found.map(({ id }) => id).join(' or ');
      return {
        kind: 'misunderstood',
        part: source,
        why: `"${value}" could be ${several}`,
        nearest: `${kind}:${found[0]?.id}`,
      };
    }
    const [only] = found;
    if (!only) {
      const spellings = choices.flatMap(({ id, title }) => [id, title.toLowerCase()]);
      return misunderstand(source, `"${value}" is no ${kind}`, value, spellings, (near) => {
        return `${kind}:${choices.find(({ id, title }) => id === near || title.toLowerCase() === near)?.id}`;
      });
    }
    ids.push(only.id);
  }
  return { kind, ids } as Extract<Condition, { kind: Kind }>;
}

function misunderstand(
  part: string,
  why: string,
  word: string,
  candidates: readonly string[],
  spell: (near: string) => string,
): Misunderstood {
  const near = findNearest(word, candidates);
  return { kind: 'misunderstood', part, why, ...(near ? { nearest: spell(near) } : {}) };
}

function suggest(part: string, why: string, key: Key, near: string | undefined): Misunderstood {
  return { kind: 'misunderstood', part, why, ...(near ? { nearest: `${key}:${near}` } : {}) };
}
