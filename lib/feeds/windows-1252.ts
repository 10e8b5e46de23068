/** What WHATWG's windows-1252 has in 0x80 to 0x9f; a decoder that treats it as Latin-1, as Node's does, leaves controls there. */
const characters =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const bytes = new Map(Array.from(characters, (character, i) => [character, 0x80 + i]));

/**
 * Text with what windows-1252 means in place of the controls U+0080 to U+009F, which no feed means (HTML does the same to references).
 */
export function replaceControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => characters[control.charCodeAt(0) - 0x80] ?? control);
}

/**
 * The bytes of a text in windows-1252, `undefined` where a character has none.
 */
export function encodeWindows1252(text: string): Uint8Array | undefined {
  const encoded = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 0x100 ? code : bytes.get(text.charAt(i));
    if (byte === undefined) return undefined;
    encoded[i] = byte;
  }
  return encoded;
}
