import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeMisunderstood, isQuery, parseQuery, requireQuery } from '../../lib/query/parse.ts';
import type { Misunderstood, Query } from '../../lib/query/query.ts';
import { ownerships, sectorIds, sectors, topics, viewpointIds, viewpoints } from '../../lib/taxonomy.ts';

/** The terms of a query that must be understood. */
function read(text: string): Query['terms'] {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(describeMisunderstood(query));
  return query.terms;
}

/** What is wrong with a query that must not be understood. */
function refuse(text: string): Misunderstood {
  const query = parseQuery(text);
  if (isQuery(query)) throw new Error(`understood: ${JSON.stringify(query.terms)}`);
  return query;
}

describe('a query of', () => {
  it.each<[string, object[]]>([
    ['', []],
    ['  \n ', []],
    ['outage', [{ kind: 'word', text: 'outage', source: 'outage', negated: false }]],
    ['-football', [{ kind: 'word', text: 'football', source: '-football', negated: true }]],
    ['"rail outage"', [{ kind: 'phrase', text: 'rail outage', source: '"rail outage"', negated: false }]],
    ['-"rail outage"', [{ kind: 'phrase', text: 'rail outage', source: '-"rail outage"', negated: true }]],
    ['-sector:rail', [{ kind: 'sector', ids: ['rail'], source: '-sector:rail', negated: true }]],
    [
      'bank -football "card payments" topic:outage,attack',
      [
        { kind: 'word', text: 'bank', source: 'bank', negated: false },
        { kind: 'word', text: 'football', source: '-football', negated: true },
        { kind: 'phrase', text: 'card payments', source: '"card payments"', negated: false },
        { kind: 'topic', ids: ['outage', 'attack'], source: 'topic:outage,attack', negated: false },
      ],
    ],
  ])('%j is read term by term', (text, terms) => {
    expect(parseQuery(text)).toEqual({ text: text.trim(), terms });
  });

  it.each<[string, object]>([
    ['topic:outage', { kind: 'topic', ids: ['outage'] }],
    ['topic:other', { kind: 'topic', ids: ['other'] }],
    ['sector:aviation,rail', { kind: 'sector', ids: ['aviation', 'rail'] }],
    ['view:sovereignty', { kind: 'view', ids: ['sovereignty'] }],
    ['country:CN,us,int', { kind: 'country', codes: ['CN', 'US', 'INT'] }],
    ['country:uk', { kind: 'country', codes: ['GB'] }],
    ['country:zz', { kind: 'country', codes: ['ZZ'] }],
    ['owner:state', { kind: 'owner', ids: ['state'] }],
    ['component:API,"Card payments"', { kind: 'component', names: ['api', 'card payments'] }],
    ['components:api', { kind: 'component', names: ['api'] }],
    ['source:BBC', { kind: 'source', names: ['bbc'] }],
    ['source:"The Harbour Post",bbc', { kind: 'source', names: ['the harbour post', 'bbc'] }],
    ['lang:fr,zh-Hans', { kind: 'lang', codes: ['fr', 'zh'] }],
    ['lang:FRA', { kind: 'lang', codes: ['fr'] }],
    ['lang:und', { kind: 'lang', codes: ['und'] }],
    ['since:7d', { kind: 'since', span: 7 * 86_400_000 }],
    ['since:90M', { kind: 'since', span: 90 * 60_000 }],
    ['state:ongoing', { kind: 'state', ids: ['ongoing'] }],
    ['sources:>2', { kind: 'sources', operator: '>', count: 2 }],
    ['sources:<5', { kind: 'sources', operator: '<', count: 5 }],
    ['sources:=1', { kind: 'sources', operator: '=', count: 1 }],
    ['sources:3', { kind: 'sources', operator: '=', count: 3 }],
    ['is:new', { kind: 'is', what: 'new' }],
    ['IS:NEW', { kind: 'is', what: 'new' }],
  ])('%s narrows', (text, condition) => {
    expect(read(text)).toEqual([{ ...condition, source: text, negated: false }]);
  });

  it.each([
    ['sectors:rail', 'sector'],
    ['topics:outage', 'topic'],
    ['viewpoint:rights', 'view'],
    ['viewpoints:rights', 'view'],
    ['views:rights', 'view'],
    ['ownership:state', 'owner'],
    ['language:fr', 'lang'],
    ['publisher:bbc', 'source'],
  ])('%s is one by %s', (text, kind) => {
    expect(read(text)).toMatchObject([{ kind }]);
  });
});

describe('a list takes', () => {
  it.each<readonly [string, string]>([
    ...topics.map((id) => [`topic:${id}`, id] as const),
    ...sectorIds.map((id) => [`sector:${id.toUpperCase()}`, id] as const),
    ...sectorIds.map((id) => [`sector:"${sectors[id].title}"`, id] as const),
    ...viewpointIds.map((id) => [`view:"${viewpoints[id].title}"`, id] as const),
    ...ownerships.map((id) => [`owner:${id}`, id] as const),
    ['sector:av', 'aviation'],
    ['sector:"rail and"', 'rail'],
    ['sector:"education and"', 'education'],
    ['sector:cloud', 'cloud-it'],
    ['sector:rail', 'rail'],
    ['view:sov', 'sovereignty'],
    ['view:multis', 'multistakeholder'],
    ['topic:out', 'outage'],
    ['owner:civil', 'civil-society'],
    ['state:res', 'resolved'],
  ])('%s', (text, id) => {
    expect(read(text)).toMatchObject([{ ids: [id] }]);
  });

  it('titles with spaces beside plain ids, in any place', () => {
    const ids = ['rail', 'banking', 'media'];
    expect(read('sector:rail,"Banking and payments","Media and platforms"')).toMatchObject([{ ids }]);
    expect(read('sector:"Rail and public transit","Banking and payments",media')).toMatchObject([{ ids }]);
    expect(read('sector:,rail,,banking,media,')).toMatchObject([{ ids }]);
  });

  it.each([
    ['sector:m', 'markets or media or manufacturing', 'sector:markets'],
    ['sector:e', 'emergency or energy or education', 'sector:emergency'],
    ['view:r', 'regulation or rivalry or rights or resilience', 'view:regulation'],
    ['view:multi', 'multilateral or multistakeholder', 'view:multilateral'],
    ['topic:o', 'outage or other', 'topic:outage'],
    ['owner:p', 'public or private', 'owner:public'],
  ])('no beginning of several: %s could be %s', (text, several, nearest) => {
    expect(refuse(text)).toMatchObject({ part: text, nearest });
    expect(refuse(text).why).toContain(`could be ${several}`);
  });
});

describe('a text that must be a query', () => {
  it('is read as any', () => {
    expect(requireQuery('topic:outage -rail')).toEqual(parseQuery('topic:outage -rail'));
  });

  it('is refused with what was not understood', () => {
    expect(() => requireQuery('topic:outrage')).toThrow(
      expect.objectContaining({ code: 'query-wrong', message: expect.stringContaining('did you mean topic:outage?') }),
    );
  });
});

describe('what is not understood is named, with the nearest spelling:', () => {
  it.each([
    ['topc:outage', '"topc:" is no filter', 'topic:'],
    ['sectr:rail', '"sectr:" is no filter', 'sector:'],
    ['-veiw:rights', '"veiw:" is no filter', 'view:'],
    ['topic:outge', '"outge" is no topic', 'topic:outage'],
    ['sector:aviaton', '"aviaton" is no sector', 'sector:aviation'],
    ['sector:rail,avaition', '"avaition" is no sector', 'sector:aviation'],
    ['sector:"bankng and payments"', '"bankng and payments" is no sector', 'sector:banking'],
    ['view:soverignty', '"soverignty" is no view', 'view:sovereignty'],
    ['owner:privat3', '"privat3" is no owner', 'owner:private'],
    ['state:resolvd', '"resolvd" is no state', 'state:resolved'],
    ['country:germany', '"germany" is no country code such as CN', 'country:DE'],
    ['country:usa', '"usa" is no country code such as CN', 'country:US'],
    ['lang:german', '"german" is no language code such as fr', 'lang:de'],
    ['lang:jp', '"jp" is no language code such as fr', 'lang:ja'],
    ['since:yesterday', '"yesterday" is no span of time', 'since:7d'],
    ['since:0d', '"0d" is no span of time', 'since:7d'],
    ['since:7d,2d', '"7d,2d" is no span of time', 'since:7d'],
    ['sources:many', '"many" is no number', 'sources:>2'],
    ['sources:>=2', '">=2" is no number', 'sources:>2'],
    ['is:old', 'nothing is "old"', 'is:new'],
    ['source:"!!"', '"!!" names no source', 'source:bbc'],
  ])('%s', (text, why, nearest) => {
    expect(refuse(text)).toEqual({ kind: 'misunderstood', part: text, why, nearest });
  });

  it.each([
    ['constructor:x', '"constructor:" is no filter'],
    ['https://harbour.example/', '"https:" is no filter'],
    ['sector:football', '"football" is no sector'],
    ['country:QQ', '"QQ" is no country code such as CN'],
    ['lang:xx', '"xx" is no language code such as fr'],
  ])('%s, to which nothing is near', (text, why) => {
    expect(refuse(text)).toEqual({ kind: 'misunderstood', part: text, why });
  });

  it.each([
    ['topic:', 'topic:outage'],
    ['sector:,', 'sector:aviation,rail'],
    ['view:""', 'view:sovereignty'],
    ['source:" "', 'source:bbc'],
    ['since: 7d', 'since:7d'],
    ['-is:', 'is:new'],
  ])('%s, which has no value', (text, nearest) => {
    expect(refuse(text)).toMatchObject({ why: expect.stringContaining('needs a value'), nearest });
  });

  it('the first of several, whatever stands around it', () => {
    expect(refuse('rail topic:outge "x y" secor:rail')).toMatchObject({ part: 'topic:outge' });
  });

  it.each([
    [refuse('topic:outge'), 'in "topic:outge", "outge" is no topic; did you mean topic:outage?'],
    [refuse('lang:xx'), 'in "lang:xx", "xx" is no language code such as fr'],
  ])('on one line: %j', (misunderstood, line) => {
    expect(describeMisunderstood(misunderstood)).toBe(line);
  });
});

describe('a quotation mark', () => {
  it.each([
    ['"rail outage', [{ kind: 'phrase', text: 'rail outage' }]],
    [
      'bank "rail outage',
      [
        { kind: 'word', text: 'bank' },
        { kind: 'phrase', text: 'rail outage' },
      ],
    ],
    ['sector:"rail', [{ kind: 'sector', ids: ['rail'] }]],
    ['sector:"rail and public', [{ kind: 'sector', ids: ['rail'] }]],
  ])('that is never closed reaches to the end: %s', (text, terms) => {
    expect(read(text)).toMatchObject(terms);
  });

  it.each(['“rail outage”', '„rail outage“', '«rail outage»', '＂rail outage＂'])(
    'may be any that people write: %s',
    (text) => {
      expect(read(text)).toMatchObject([{ kind: 'phrase', text: 'rail outage' }]);
      expect(read(`-source:${text}`)).toMatchObject([{ kind: 'source', names: ['rail outage'], negated: true }]);
    },
  );

  it.each(['""', '"', '"  "', '"!?"', '-""'])('without words in it asks for nothing: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('a word', () => {
  it.each([
    ['(outage),', 'outage'],
    ['--outage', 'outage'],
    ['AT&T', 'AT&T'],
    ['e-mail', 'e-mail'],
    ['24/7', '24/7'],
    ['10:30', '10:30'],
    ['«Störung»', 'Störung'],
    ['停电', '停电'],
    ['बिजली।', 'बिजली'],
  ])('%s loses the signs around it: %s', (text, bare) => {
    expect(read(text)).toMatchObject([{ text: bare }]);
  });

  it.each(['-', '--', '&', '!!! ...', '- -', '🚀', '\u0301'])(
    'without letter or digit asks for nothing: %s',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );
});

describe('any text', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '"',
      '-',
      ':',
      ',',
      ' ',
      'sector:',
      'topic:',
      'country:',
      'lang:',
      'since:',
      'sources:',
      'is:',
      '>',
    ),
    fc.constantFrom(
      'rail',
      '7d',
      'new',
      '__proto__:',
      'constructor',
      'toString',
      '“',
      'é',
      '停',
      '\u0301',
      '\ud800',
      '\0',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  it('is a query or named as misunderstood, and is never an exception', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const result = parseQuery(parts.join(''));
        if (!isQuery(result)) {
          expect(result).toMatchObject({ kind: 'misunderstood', part: expect.any(String), why: expect.any(String) });
          return;
        }
        for (const term of result.terms) {
          expect(term.negated).toBe(term.source.startsWith('-'));
          if ('ids' in term) expect(term.ids).not.toEqual([]);
          if (term.kind === 'word' || term.kind === 'phrase') expect(term.text).toMatch(/[\p{L}\p{N}]/u);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is read alike when its understood terms are written out again', () => {
    const term = fc.constantFrom(
      'rail',
      '-"x y"',
      'sector:m',
      'sector:"Cloud and IT",rail',
      'since:7d',
      '-is:new',
      '“a b”',
    );
    fc.assert(
      fc.property(fc.array(term), (parts) => {
        const once = parseQuery(parts.join(' '));
        if (!isQuery(once)) return;
        expect(parseQuery(once.terms.map(({ source }) => source).join('  '))).toMatchObject({ terms: once.terms });
      }),
    );
  });

  it.each(['a', '"', '"a', '-', ' ', 'a!', ',rail', 'é:', '!'])('of a megabyte of %j is soon read', (unit) => {
    const long = unit.repeat(1_000_000 / unit.length);
    for (const text of [long, `sector:${long}`, `source:${long}`, `a${long}a`]) {
      expect(parseQuery(text)).toHaveProperty(isQuery(parseQuery(text)) ? 'terms' : 'why');
    }
  });
});
