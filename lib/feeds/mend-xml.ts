/** Control characters that XML 1.0 forbids (2.2), with the two that are no characters at all. */
const forbidden = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/u;
const allForbidden = new RegExp(forbidden, 'gu');

/** The text without the characters that XML forbids. */
export function dropForbidden(text: string): string {
  return forbidden.test(text) ? text.replace(allForbidden, '') : text;
}

/** Whether a code point may stand in XML. */
export function isXmlCharacter(code: number): boolean {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && !forbidden.test(String.fromCodePoint(code));
}
