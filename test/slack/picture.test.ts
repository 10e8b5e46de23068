import { describe, expect, it } from 'vitest';
import { drawPng } from '../../lib/slack/picture.ts';

const draw = (text: string) =>
  drawPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="80"><rect width="1200" height="80" fill="#fff"/><text x="10" y="50" font-family="DejaVu Sans" font-size="20">${text}</text></svg>`,
  );

describe('a picture', () => {
  it('is a PNG of the size of its SVG', async () => {
    const png = await draw('Aviation');
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    // https://www.w3.org/TR/png-3/#11IHDR
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 80]);
  });

  it('shows its text, whatever fonts the machine has, and is the same each time', async () => {
    const [first, again, blank] = await Promise.all([draw('Aviation'), draw('Aviation'), draw('')]);
    expect(first.equals(again)).toBe(true);
    expect(first.length).toBeGreaterThan(blank.length * 1.5);
  });
});
