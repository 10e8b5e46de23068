import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideRoom } from '../../lib/render/divide-room.ts';

describe('a room', () => {
  it.each([
    ['enough for all', 100, [10, 20, 30], [10, 20, 30]],
    ['shared evenly where all want more', 90, [50, 60, 70], [30, 30, 30]],
    ['left by who needs little to who needs much', 100, [200, 10, 200], [45, 10, 45]],
    ['of nothing', 0, [5, 5], [0, 0]],
    ['less than nothing', -5, [5], [0]],
    ['for nobody', 10, [], []],
  ])('is divided: %s', (_name, room, needs, shares) => {
    expect(divideRoom(room, needs)).toEqual(shares);
  });

  it('is never exceeded, nor is anybody given more than needed', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.nat(5_000)), (room, needs) => {
        const shares = divideRoom(room, needs);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(room);
        for (const [i, share] of shares.entries()) expect(share).toBeLessThanOrEqual(needs[i] ?? -1);
      }),
    );
  });
});
