import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderReceiptText } from '../../lib/render/receipt-text.ts';
import { buildDigest } from '../fixtures/builders.ts';
import {
  buildEmptyDigest,
  buildFullDigest,
  buildHostileDigest,
  forbiddenMarks,
  nameItems,
} from '../fixtures/digests.ts';

describe('a receipt as text', () => {
  it('lists every item under its fate, with the term that kept it out, and adds up', () => {
    expect(
      renderReceiptText(buildDigest(), nameItems(buildDigest()), { width: 100, color: false }),
    ).toBe(`Receipt  1 hour to 19 Jul 2024 07:00 UTC
digest digest-1

sent (1)
   Airline check-in fails at three airports  The Harbour Post

outside (1)
   Cup final  The Harbour Post  [topic:outage]

2 items from 1 feed: 1 outside your query, 1 in 1 story, 0 held for the next, 0 lost
`);
  });

  it('lists as many items as the digest has fates', () => {
    const digest = buildFullDigest();
    const rows = renderReceiptText(digest, nameItems(digest), { width: 110, color: false })
      .split('\n')
      .filter((line) => line.startsWith('   '));
    expect(rows).toHaveLength(digest.fates.length);
  });

  describe.each([
    ['full', buildFullDigest()],
    ['hostile', buildHostileDigest()],
    ['empty', buildEmptyDigest()],
  ])('of the %s digest', (_name, digest) => {
    it.each([40, 80, 110])('keeps to %i columns', (width) => {
      for (const line of renderReceiptText(digest, nameItems(digest), { width, color: false }).split('\n')) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      }
    });

    it('has no escape code without colour, and the same words with it', () => {
      const text = renderReceiptText(digest, nameItems(digest), { width: 80, color: false });
      expect(text).not.toMatch(forbiddenMarks);
      expect(stripVTControlCharacters(renderReceiptText(digest, nameItems(digest), { width: 80, color: true }))).toBe(
        text,
      );
    });
  });
});
