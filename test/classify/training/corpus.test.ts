import { describe, expect, it } from 'vitest';
import { parseLabelledItems } from '../../../lib/classify/training/corpus.ts';

const item = {
  title: 'Check-in goes dark',
  summary: 'Staff wrote boarding cards by hand.',
  topic: 'outage',
  sectors: ['aviation'],
  viewpoints: ['resilience'],
};
const parse = (...lines: unknown[]) =>
  parseLabelledItems(lines.map((line) => JSON.stringify(line)).join('\n'), 'a.jsonl');

describe('labelled items', () => {
  it('are read with all that they say', () => {
    const told = {
      ...item,
      id: 'v1-001',
      publisher: 'The Harbour Post',
      country: 'GB',
      ownership: 'public',
      published: '2024-07-19T06:00:00Z',
      lang: 'en-GB',
      names: { 'Norvale Airways': 'aviation' },
      story: 'norvale-2024-07',
      disputed: ['rail', 'rights'],
    };
    expect(parse(told)).toStrictEqual([
      {
        ...item,
        id: 'v1-001',
        language: 'en',
        publisher: { name: 'The Harbour Post', country: 'GB', ownership: 'public' },
        published: new Date('2024-07-19T06:00:00Z'),
        names: { 'Norvale Airways': 'aviation' },
        story: 'norvale-2024-07',
        disputed: ['rail', 'rights'],
      },
    ]);
  });

  it('need no more than their words and labels', () => {
    expect(parse(item)).toStrictEqual([
      { ...item, language: 'en', publisher: { name: '', country: 'ZZ', ownership: 'private' }, names: {} },
    ]);
  });

  it('stand a line each; empty lines and the ends of lines of Windows do not matter', () => {
    const line = JSON.stringify(item);
    expect(parseLabelledItems(`\n${line}\r\n\r\n  \n${line}\n`, 'a.jsonl')).toHaveLength(2);
    expect(parseLabelledItems('', 'a.jsonl')).toEqual([]);
  });

  it.each([
    ['what is no JSON', '{"title":', /JSON/],
    ['what is no object', 'null', /no JSON object/],
    ['a text', '"outage"', /no JSON object/],
    ['an item without a summary', JSON.stringify({ ...item, summary: undefined }), /title and summary must be texts/],
    ['an item whose title is a number', JSON.stringify({ ...item, title: 7 }), /title and summary must be texts/],
    ['an unknown topic', JSON.stringify({ ...item, topic: 'sport' }), /topic "sport" is not in the taxonomy/],
    ['no topic', JSON.stringify({ ...item, topic: undefined }), /topic "undefined" is not in the taxonomy/],
    ['a list of topics', JSON.stringify({ ...item, topic: ['outage'] }), /topic "outage" is not in the taxonomy/],
    ['an unknown sector', JSON.stringify({ ...item, sectors: ['aviation', 'space'] }), /sector "space"/],
    ['an unknown viewpoint', JSON.stringify({ ...item, viewpoints: ['hope'] }), /viewpoint "hope"/],
    ['sectors that are no list', JSON.stringify({ ...item, sectors: 'aviation' }), /sectors must be a list/],
    ['no viewpoints', JSON.stringify({ ...item, viewpoints: undefined }), /viewpoints must be a list/],
    ['a name of an unknown sector', JSON.stringify({ ...item, names: { Norvale: 'air' } }), /sector "air"/],
    ['an unknown ownership', JSON.stringify({ ...item, ownership: 'church' }), /ownership "church"/],
    ['an unknown disputed label', JSON.stringify({ ...item, disputed: ['space'] }), /disputed label "space"/],
    ['a disputed topic', JSON.stringify({ ...item, disputed: ['outage'] }), /disputed label "outage"/],
    [
      'disputed labels that are no list',
      JSON.stringify({ ...item, disputed: 'rail' }),
      /disputed labels must be a list/,
    ],
    ['a time that is none', JSON.stringify({ ...item, published: 'yesterday' }), /published "yesterday" is no time/],
  ])('are refused with the line of %s', (_, line, why) => {
    const read = () => parseLabelledItems(`${JSON.stringify(item)}\n\n${line}\n{`, 'a.jsonl');
    expect(read).toThrow(
      expect.objectContaining({ code: 'corpus-wrong', facts: expect.objectContaining({ line: 3 }) }),
    );
    expect(read).toThrow(/^a\.jsonl line 3: /);
    expect(read).toThrow(why);
  });
});
