import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../../../lib/errors.ts';
import { parseGroupedItems } from '../../../lib/stories/training/grouped.ts';

const item = {
  id: 'g-1',
  title: 'Trains halted',
  summary: 'A fault.',
  lang: 'en-GB',
  published: '2024-07-19T06:00:00Z',
  story: 'rail',
};
const line = (changes: object = {}): string => JSON.stringify({ ...item, ...changes });

describe('grouped reports', () => {
  it('are read with their story, primary language and time', () => {
    expect(parseGroupedItems(line(), 'grouped.jsonl')).toEqual([
      {
        id: 'g-1',
        title: 'Trains halted',
        summary: 'A fault.',
        language: 'en',
        publishedAt: new Date('2024-07-19T06:00:00Z'),
        story: 'rail',
      },
    ]);
  });

  it('come in order of publication, those of one time as they stand', () => {
    const lines = [
      line({ id: 'b', published: '2024-07-20T06:00:00Z' }),
      '',
      line({ id: 'c' }),
      line({ id: 'a' }),
      '  ',
    ];
    expect(parseGroupedItems(lines.join('\n'), 'grouped.jsonl').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it.each([
    ['no JSON', '{"id":', /JSON/],
    ['no object', 'null', 'it is no JSON object'],
    ['another value', '7', 'it is no JSON object'],
    ['a field missing', '{"id":"g-1"}', /must be a text/],
    ['a story that is a number', line({ story: 7 }), '"story" must be a text'],
    ['a time that is none', line({ published: 'yesterday' }), '"published" is no time'],
  ])('with %s name file, line and reason', (_, wrong, why) => {
    const read = () => parseGroupedItems([line(), '', wrong].join('\n'), 'grouped.jsonl');
    expect(read).toThrow(FaultlineError);
    expect(read).toThrow(/^grouped\.jsonl line 3: /);
    expect(read).toThrow(why);
  });
});
