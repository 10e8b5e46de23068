import { isUtf8 } from 'node:buffer';

/** What WHATWG's windows-1252 has in 0x80 to 0x9f; a decoder that treats it as Latin-1, as Node's does, leaves controls there. */
const characters =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const bytes = new Map(Array.from(characters, (character, i) => [character, 0x80 + i]));

/**
 * Text with what windows-1252 means in place of the controls U+0080 to U+009F, which no feed means (HTML does the same to references).
 */
export function replaceControls(text: string): string {
  if (!/[\u0080-\u009f]/.test(text)) return text;
  // By the unit: a call for each control takes a second where somebody made a document of them.
  const units = Buffer.from(text, 'utf16le');
  for (let at = 0; at < units.length; at += 2) {
    const low = units[at] ?? 0;
    if (units[at + 1] === 0 && low >= 0x80 && low <= 0x9f) units.writeUInt16LE(characters.charCodeAt(low - 0x80), at);
  }
  return units.toString('utf16le');
}

/**
 * The bytes of a text in windows-1252, `undefined` where a character has none.
 */
function encodeWindows1252(text: string): Uint8Array | undefined {
  const encoded = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 0x100 ? code : bytes.get(text.charAt(i));
    if (byte === undefined) return undefined;
    encoded[i] = byte;
  }
  return encoded;
}

/** What UTF-8 that was taken for windows-1252 looks like: the first byte of a character, and the bytes that follow one. */
const follower = `[\\u0080-\\u00bf${characters}]`;
const beginning = new RegExp(`[\\u00c2-\\u00f4]${follower}`, 'g');
const doubled = `(?:[\\u00c2-\\u00df]${follower}|[\\u00e0-\\u00ef]${follower}{2}|[\\u00f0-\\u00f4]${follower}{3})+`;
const doubledHere = new RegExp(doubled, 'y');
const allDoubled = new RegExp(doubled, 'g');

/**
 * Undoes an encoding that was done twice ("â€™" for "’"), where it is certain: three and more such characters in a row, or one that no
 * language writes after Ã. Only in a document that has one of those is a lone "Â" before a sign taken for another.
 */
export function mendDoubleEncoding(text: string): string {
  for (const { index } of text.matchAll(beginning)) {
    doubledHere.lastIndex = index;
    const run = doubledHere.exec(text)?.[0] ?? '';
    const isCertain = (run.length > 2 || run.startsWith('Ã')) && decodeRun(run) !== run;
    if (isCertain) return decodeRuns(text);
  }
  return text;
}

function decodeRuns(text: string): string {
  // The same few come again and again.
  const known = new Map<string, string>();
  return text.replace(allDoubled, (run) => {
    if (run.length < 3 && !/^[ÂÃ]/.test(run)) return run;
    const decoded = known.get(run) ?? decodeRun(run);
    known.set(run, decoded);
    return decoded;
  });
}

function decodeRun(run: string): string {
  const encoded = encodeWindows1252(run);
  return encoded && isUtf8(encoded) ? Buffer.from(encoded).toString('utf8') : run;
}
