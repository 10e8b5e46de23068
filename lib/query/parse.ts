import { ownerships, sectorIds, sectors, topics, viewpointIds, viewpoints } from '../taxonomy.ts';
import type { Condition, Misunderstood, Query, Term } from './query.ts';
import { findNearest } from './spelling.ts';
import { parseSpan } from './time.ts';

const storyStates = ['ongoing', 'monitoring', 'resolved'] as const;
const keys = ['topic', 'sector', 'view', 'country', 'owner', 'source', 'lang', 'since', 'state', 'sources', 'is'] as const;
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
};

/**
 * Reads a query (design, "The query grammar"): words and "phrases" match text, `-` before a term excludes, `key:value,value`
 * narrows. Never throws: what is not understood comes back named, with the nearest correct spelling.
 */
export function parseQuery(text: string): Query | Misunderstood {
  const terms: Term[] = [];
  for (const match of text.matchAll(/(-?)(?:"([^"]*)"?|([\p{L}]+):(?:"([^"]*)"|(\S*))|(\S+))/gu)) {
    const [source, minus, phrase, rawKey, quotedValue, plainValue, word] = match;
    const negated = minus === '-';
    if (phrase !== undefined) {
      if (phrase.trim()) terms.push({ kind: 'phrase', text: phrase.trim(), source, negated });
      continue;
    }
    if (rawKey === undefined) {
      const bare = (word ?? '').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
      if (bare) terms.push({ kind: 'word', text: bare, source, negated });
      continue;
    }
    const key = readKey(rawKey.toLowerCase());
    if (!key) return misunderstand(source, `"${rawKey}:" is no filter`, rawKey.toLowerCase(), keys, (near) => `${near}:`);
    const value = quotedValue ?? plainValue ?? '';
    if (!value) return { kind: 'misunderstood', part: source, why: `"${key}:" needs a value`, nearest: examples[key] };
    const condition = readCondition(key, value, source);
    if (condition.kind === 'misunderstood') return condition;
    terms.push({ ...condition, source, negated });
  }
  return { text: text.trim(), terms };
}

/** Says whether a query was understood. */
export function isQuery(result: Query | Misunderstood): result is Query {
  return !('kind' in result);
}

/** One line for people: what was not understood and what would be. */
export function describeMisunderstood({ part, why, nearest }: Misunderstood): string {
  return `in "${part}", ${why}${nearest ? `; did you mean ${nearest}?` : ''}`;
}

const examples: Readonly<Record<Key, string>> = {
  topic: 'topic:outage',
  sector: 'sector:aviation,rail',
  view: 'view:sovereignty',
  country: 'country:CN',
  owner: 'owner:state',
  source: 'source:bbc',
  lang: 'lang:fr',
  since: 'since:7d',
  state: 'state:ongoing',
  sources: 'sources:>2',
  is: 'is:new',
};

function readKey(raw: string): Key | undefined {
  return keys.find((key) => key === raw) ?? keySynonyms[raw];
}

function readCondition(key: Key, value: string, source: string): Condition | Misunderstood {
  const values = value.split(',').map((part) => part.trim()).filter(Boolean);
  const lower = values.map((part) => part.toLowerCase());
  switch (key) {
    case 'topic':
      return readList('topic', lower, source, topics.map((id) => ({ id, title: id })));
    case 'sector':
      return readList('sector', lower, source, sectorIds.map((id) => ({ id, title: sectors[id].title })));
    case 'view':
      return readList('view', lower, source, viewpointIds.map((id) => ({ id, title: viewpoints[id].title })));
    case 'owner':
      return readList('owner', lower, source, ownerships.map((id) => ({ id, title: id })));
    case 'state':
      return readList('state', lower, source, storyStates.map((id) => ({ id, title: id })));
    case 'country': {
      const wrong = values.find((code) => !/^(?:[A-Za-z]{2}|INT)$/i.test(code));
      return wrong
        ? { kind: 'misunderstood', part: source, why: `"${wrong}" is no country code of two letters`, nearest: examples.country }
        : { kind: 'country', codes: values.map((code) => code.toUpperCase()) };
    }
    case 'lang': {
      const wrong = lower.find((code) => !/^[a-z]{2,3}(?:-[a-z0-9]+)*$/.test(code));
      return wrong
        ? { kind: 'misunderstood', part: source, why: `"${wrong}" is no language code`, nearest: examples.lang }
        : { kind: 'lang', codes: lower.map((code) => code.split('-')[0] ?? code) };
    }
    case 'source':
      return { kind: 'source', names: lower };
    case 'since': {
      const span = parseSpan(value);
      return span === undefined
        ? { kind: 'misunderstood', part: source, why: `"${value}" is no span of time`, nearest: examples.since }
        : { kind: 'since', span };
    }
    case 'sources': {
      const match = /^([<>=]?)(\d{1,4})$/.exec(value);
      if (!match) return { kind: 'misunderstood', part: source, why: `"${value}" is no number`, nearest: examples.sources };
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
      return { kind: 'misunderstood', part: source, why: `"${value}" could be ${several}`, nearest: `${kind}:${found[0]?.id}` };
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
