import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPollWishes } from '../../lib/feeds/poll-wishes.ts';

const wrap = (elements: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel>${elements}<item/></channel></rss>`;

describe('what a feed asks of its readers', () => {
  it.each<[string, string, { ttlMinutes?: number; maxAge?: number }, object]>([
    ['nothing', wrap(''), {}, {}],
    ['to wait, the longer of both', wrap(''), { ttlMinutes: 60, maxAge: 600 }, { wait: 3600 }],
    ['to wait, where only the server asks', wrap(''), { maxAge: 600 }, { wait: 600 }],
    [
      'not to come at hours',
      wrap('<skipHours><hour>3</hour><hour> 0 </hour><hour>3</hour></skipHours>'),
      {},
      { skipHours: [0, 3] },
    ],
    ['not at midnight, as RSS 0.91 counts', wrap('<skipHours><hour>24</hour></skipHours>'), {}, { skipHours: [0] }],
    [
      'not to come on days',
      wrap('<skipDays><day>Saturday</day><day>sunday</day></skipDays>'),
      {},
      { skipDays: [0, 6] },
    ],
    [
      'nothing that makes sense',
      wrap(
        '<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours><skipDays><day>Caturday</day></skipDays>',
      ),
      {},
      {},
    ],
    ['in a list that never ends', wrap('<skipDays><day>Monday</day>'), {}, { skipDays: [1] }],
  ])('%s', (_, text, hints, wishes) => {
    expect(readPollWishes(text, hints)).toEqual(wishes);
  });

  it('are hours and days that exist, whatever the document holds', () => {
    const piece = fc.constantFrom(
      '<skipHours>',
      '</skipHours>',
      '<hour>',
      '</hour>',
      '<skipDays>',
      '<day>',
      '</day>',
      'Monday',
      '7',
      '99',
      '<',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { skipHours = [], skipDays = [] } = readPollWishes(pieces.join(''), {});
        expect(skipHours.every((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24)).toBe(true);
        expect(skipDays.every((day) => Number.isInteger(day) && day >= 0 && day < 7)).toBe(true);
      }),
    );
  });
});
