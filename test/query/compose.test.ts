import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeQuery, type QueryFields, readFields } from '../../lib/query/compose.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import type { Query } from '../../lib/query/query.ts';
import { sectorIds, topics, viewpointIds } from '../../lib/taxonomy.ts';

function parse(text: string): Query {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(`not understood: ${text}`);
  return query;
}

const empty: QueryFields = { topics: [], sectors: [], viewpoints: [], countries: [], languages: [], words: '' };
/** What a query asks for, in whichever order; the values of a list are alternatives, each as good as twice. */
const meaning = ({ terms }: Query): string[] =>
  terms
    .map(({ source: _source, ...term }) =>
      JSON.stringify(term, (key, value) => (key === 'ids' || key === 'codes' ? [...new Set(value)] : value)),
    )
    .toSorted();

describe('a query as a form shows it', () => {
  it.each<[string, Partial<QueryFields>]>([
    ['', {}],
    ['topic:outage,attack', { topics: ['outage', 'attack'] }],
    ['viewpoints:sov sector:"Cloud and IT",rail', { viewpoints: ['sovereignty'], sectors: ['cloud-it', 'rail'] }],
    ['country:uk,INT lang:fra', { countries: ['GB', 'INT'], languages: ['fr'] }],
    ['storm -"cup final" owner:state', { words: 'storm -"cup final" owner:state' }],
    ['topic:outage topic:attack', { topics: ['outage'], words: 'topic:attack' }],
    ['-sector:rail sector:energy', { sectors: ['energy'], words: '-sector:rail' }],
    ['"never closed topic:outage', { words: '"never closed topic:outage' }],
  ])('spreads %s', (text, fields) => {
    expect(readFields(parse(text))).toEqual({ ...empty, ...fields });
  });

  it('is written with its words last', () => {
    const fields: QueryFields = {
      ...empty,
      words: ' "never closed',
      languages: ['de'],
      topics: ['policy'],
      countries: ['CN', 'INT'],
    };
    expect(composeQuery(fields)).toBe('topic:policy country:CN,INT lang:de "never closed');
  });

  const bits = fc.constantFrom(
    'topic:outage',
    '-topic:attack',
    'sector:rail,rail',
    'view:rights',
    '-view:rights',
    'country:GB',
    'lang:fr,en',
    'source:"BBC News",x',
    'sources:>2',
    'is:new',
    'since:7d',
    'state:ongoing',
    'word',
    '-word',
    '"a phrase"',
    '“curly',
    '"',
    '""',
    '-',
    '—',
    'a"b',
    '"open',
  );
  const texts = fc.oneof(
    fc.array(bits, { maxLength: 8 }).map((all) => all.join(' ')),
    fc.array(bits, { maxLength: 5 }).map((all) => all.join('')),
    fc.string(),
  );

  it('asks for the same once it was spread and composed again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const query = parseQuery(text);
        if (!isQuery(query)) return;
        expect(meaning(parse(composeQuery(readFields(query))))).toEqual(meaning(query));
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows the fields that it was composed of', () => {
    const fields = fc.record({
      topics: fc.subarray([...topics]),
      sectors: fc.subarray(sectorIds),
      viewpoints: fc.subarray(viewpointIds),
      countries: fc.subarray(['GB', 'CN', 'INT']),
      languages: fc.subarray(['fr', 'und', 'zh']),
      words: fc
        .subarray(['storm', '-rumour', '"data centre"', 'owner:state', 'sources:>2'])
        .map((all) => all.join(' ')),
    });
    fc.assert(
      fc.property(fields, (filled) => {
        expect(readFields(parse(composeQuery(filled)))).toEqual(filled);
      }),
    );
  });
});
