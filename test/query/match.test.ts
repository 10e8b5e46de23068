import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { findMismatch, findStoryMismatch, foldText } from '../../lib/query/match.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import type { Query } from '../../lib/query/query.ts';
import type { Story } from '../../lib/stories/story.ts';
import { topics } from '../../lib/taxonomy.ts';
import { buildArticle, buildStory, minutesLater, morning } from '../fixtures/builders.ts';

function query(text: string): Query {
  const result = parseQuery(text);
  if (!isQuery(result)) throw new Error(`misunderstood: ${text}`);
  return result;
}

/** The term that keeps the article out at six o'clock that morning. */
function mismatch(text: string, article: Partial<Article> = {}): string | undefined {
  return findMismatch(query(text), buildArticle(article), morning);
}

const airline: Partial<Article> = {
  title: 'Airline check-in fails at three airports',
  summary: 'Passengers queued for hours after a faulty update.',
  sectors: [
    { id: 'aviation', score: 0.9, evidence: ['airline'] },
    { id: 'cloud-it', score: 0.6, evidence: ['update'] },
  ],
  viewpoints: [{ id: 'resilience', score: 0.8, evidence: ['faulty'] }],
};

describe('an article matches', () => {
  it.each([
    ...['', 'airline', 'AIRLINE', 'update passengers', 'harbour', '"three airports"', '"fails at three"', 'check-in'],
    ...['-football', '-"two airports"', 'airline -football', 'topic:outage', 'topic:attack,outage', '-topic:policy'],
    ...['sector:aviation', 'sector:rail,cloud-it', '-sector:rail', 'view:resilience', '-view:rights'],
    ...[
      'country:GB',
      'country:us,gb',
      '-country:CN',
      'owner:private',
      '-owner:state',
      'lang:en',
      'lang:fr,en-GB',
      '-lang:fr',
    ],
    ...['source:harbour', 'source:"the harbour post"', 'source:bbc,post', '-source:bbc', 'since:7d', 'since:1m'],
    ...['state:resolved', 'sources:>99', 'is:new', '-is:new'],
  ])('%j', (text) => {
    expect(mismatch(text, airline)).toBeUndefined();
  });

  it.each([
    ...[
      'football',
      '-airline',
      '"airports three"',
      '"three airport"',
      '-"three airports"',
      'topic:attack',
      '-topic:outage',
    ],
    ...['sector:rail', '-sector:aviation', '-sector:rail,aviation', 'view:rights', '-view:resilience', 'country:CN'],
    ...[
      '-country:GB',
      'owner:state',
      '-owner:private',
      'source:bbc',
      '-source:harbour',
      'lang:fr',
      '-lang:en',
      '-since:7d',
    ],
  ])('not %j, which is named', (text) => {
    expect(mismatch(text, airline)).toBe(text);
  });

  it('not where one of several terms fails, and the first that does is named', () => {
    expect(mismatch('airline football -passengers', airline)).toBe('football');
  });

  it('only in its own words, not in those of its content', () => {
    expect(mismatch('football', { ...airline, content: 'football' })).toBe('football');
  });
});

describe('the scope', () => {
  it.each(topics.map((topic) => [topic]))('of a query that names no topic, for an article of topic %s', (topic) => {
    const expected = topic === 'other' ? 'topic:outage,attack,vulnerability,policy' : undefined;
    expect(mismatch('', { topic })).toBe(expected);
    expect(mismatch('airline', { topic })).toBe(expected);
  });

  it('is what the query says where it names a topic', () => {
    expect(mismatch('topic:other', { topic: 'other' })).toBeUndefined();
    expect(mismatch('topic:outage', { topic: 'other' })).toBe('topic:outage');
  });

  it('does not grow by a topic that is excluded', () => {
    expect(mismatch('-topic:policy', { topic: 'other' })).toBe('topic:outage,attack,vulnerability,policy');
  });
});

describe('the words of a query', () => {
  it.each([
    ['airline', 'Two airlines hit'],
    ['Airline', "The airline's systems"],
    ['report', 'It was reported'],
    ['störung', 'Störungen bei der Bahn'],
    ['stoerung', 'Stoerung'],
    ['Storung', 'STÖRUNG'],
    ['café', 'The cafe is closed'],
    ['cafe', 'Le café est fermé'],
    ['сбой', 'Сбой в метро'],
    ['сбоем', 'связано со сбоем'],
    ['ёлка', 'елка'],
    ['İzmir', 'izmir'],
    ['停电', '全城大面积停电'],
    ['停', '全城停电'],
    ['バス', 'バスが止まった'],
    ['システム障害', 'みずほ銀行でシステム障害'],
    ['정전', '서울 정전 사태'],
    ['정전', '대규모 정전이 발생'],
    ['बिजली', 'शहर में बिजली गुल'],
    ['ﬁre', 'fire'],
    ['AT&T', 'Outage at AT&T'],
    ['e-mail', 'E-mail down'],
    ['5g', '5G network'],
    ['ban', 'A ban on phones'],
  ])('%s is in %j', (word, title) => {
    expect(mismatch(word, { title })).toBeUndefined();
  });

  it.each([
    ['airlines', 'An airline'],
    ['rail', 'Railway stands still'],
    ['port', 'Airport closed'],
    ['ban', 'Bank closed'],
    ['art', 'Arts'],
    ['AT&T', 'Outage at the airport'],
    ['U.S.', 'u seven'],
    ['停电', '停车场断电'],
    ['バス', 'パスワード'],
    ['बिजली', 'बजट'],
    ['정전', '전정'],
  ])('%s is not in %j', (word, title) => {
    expect(mismatch(word, { title })).toBe(word);
  });

  it.each([
    ['"système en panne"', 'Le SYSTEME, en panne!'],
    ['"停电 恢复"', '停电恢复'],
    ['"check in"', 'Check-in'],
  ])('%s is a phrase of %j', (phrase, title) => {
    expect(mismatch(phrase, { title })).toBeUndefined();
  });

  it.each([
    ['"rail outage"', 'Rail outages'],
    ['"rail outage"', 'Monorail outage'],
    ['"rail outage"', 'Rail: an outage'],
  ])('%s is no phrase of %j', (phrase, title) => {
    expect(mismatch(phrase, { title })).toBe(phrase);
  });

  it.each([
    ['source:fanal', 'Le Fanal du Ponant'],
    ['source:"el pais"', 'El País'],
    ['source:日报', '沧澜日报'],
    ['source:stack', 'OpenStack News'],
  ])('%s is %s', (text, name) => {
    expect(mismatch(text, { publisher: { name, country: 'FR', ownership: 'public' } })).toBeUndefined();
  });
});

describe('component', () => {
  const incident = { state: 'resolved' as const, components: ['API (EU)', 'Paiements par carte'], updates: [] };

  it.each([
    'component:api',
    'component:"api eu"',
    'component:web,PAIEMENTS',
    'component:"par cárte"',
    '-component:web',
  ])('%s finds an incident that hits API (EU) and Paiements par carte', (text) => {
    expect(mismatch(text, { incident })).toBeUndefined();
  });

  it.each(['component:web', '-component:api'])('%s does not', (text) => {
    expect(mismatch(text, { incident })).toBe(text);
  });

  it('keeps out what no status page said', () => {
    expect(mismatch('component:api', { title: 'The API is down' })).toBe('component:api');
  });
});

describe('since', () => {
  it.each([
    ['since:1h', -60, undefined],
    ['since:1h', -61, 'since:1h'],
    ['-since:1h', -61, undefined],
  ])('%s, for an article last changed %i minutes before', (text, minutes, expected) => {
    expect(mismatch(text, { seenAt: minutesLater(-9999), revisedAt: minutesLater(minutes) })).toBe(expected);
  });
});

describe('a story', () => {
  const stories: [string, Partial<Story>, boolean, string | undefined][] = [
    ['', {}, false, undefined],
    ['airline sector:rail', {}, false, undefined],
    ['state:ongoing', { state: 'ongoing' }, false, undefined],
    ['state:ongoing,resolved', { state: 'resolved' }, false, undefined],
    ['state:ongoing', { state: 'monitoring' }, false, 'state:ongoing'],
    ['-state:resolved', { state: 'resolved' }, false, '-state:resolved'],
    ['-state:resolved', { state: 'ongoing' }, false, undefined],
    ['sources:>2', { independentPublishers: 3 }, false, undefined],
    ['sources:>2', { independentPublishers: 2 }, false, 'sources:>2'],
    ['sources:<2', { independentPublishers: 1 }, false, undefined],
    ['sources:<2', { independentPublishers: 2 }, false, 'sources:<2'],
    ['sources:2', { independentPublishers: 2 }, false, undefined],
    ['sources:2', { independentPublishers: 3 }, false, 'sources:2'],
    ['-sources:>2', { independentPublishers: 2 }, false, undefined],
    ['is:new', {}, true, undefined],
    ['is:new', {}, false, 'is:new'],
    ['-is:new', {}, true, '-is:new'],
    ['-is:new', {}, false, undefined],
    ['state:ongoing is:new sources:>2', { state: 'ongoing' }, false, 'is:new'],
  ];

  it.each(stories)('under %j, with %j, new %j: kept out by %s', (text, overrides, isNew, expected) => {
    expect(findStoryMismatch(query(text), buildStory(overrides), isNew)).toBe(expected);
  });

  it('without a running event is in no state', () => {
    const { state: _state, ...law } = buildStory();
    expect(findStoryMismatch(query('state:ongoing'), law, false)).toBe('state:ongoing');
    expect(findStoryMismatch(query('-state:ongoing'), law, false)).toBeUndefined();
  });

  it('counts those who did not copy, not all who printed', () => {
    const publisher = { name: 'A', country: 'GB', ownership: 'private' } as const;
    const story = buildStory({ publishers: [publisher, publisher, publisher], independentPublishers: 1 });
    expect(findStoryMismatch(query('sources:>1'), story, false)).toBe('sources:>1');
  });
});

describe('a folded text', () => {
  it.each([
    ['Crème  Brûlée!', ' creme brulee '],
    ['東京 Tokyo', ' 東 京 tokyo '],
    ['NHKニュース', ' nhk ニ ュ ー ス '],
    ['ｶﾞｽ', ' ガ ス '],
    ['बिजली गुल', ' बिजली गुल '],
    ['می\u200cشود', ' میشود '],
    ['', '  '],
    ['!!', '  '],
  ])('of %j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('is the same folded again, and has one space between and around words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(folded).toMatch(/^ (?:[^ ]+ )*(?<= ) ?$/);
      }),
    );
  });

  it('of a title is found by each of its own words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\p{L}{1,9}$/u), { minLength: 1, maxLength: 6 }), (words) => {
        const title = words.join(' ');
        for (const word of words) {
          const term = { kind: 'word', text: word, source: word, negated: false } as const;
          expect(findMismatch({ text: word, terms: [term] }, buildArticle({ title }), morning)).toBeUndefined();
        }
      }),
    );
  });
});
