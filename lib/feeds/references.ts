import { isXmlCharacter } from './mend-xml.ts';
import { replaceControls } from './windows-1252.ts';

const numeric = /&#(?:(\d{1,7})|[xX]([\da-fA-F]{1,6}));/g;
const named = /&([a-z_][\w.-]{0,60});/gi;

/** Written out, all uses of declared entities may add this many characters; what goes beyond stays as it stands. */
const maxExpansion = 100_000;
const maxEntityLength = 2_000;

/** Decodes the references of one text; what it does not know it leaves: HTML's own are read with the HTML. */
export type DecodeReferences = (text: string) => string;

/**
 * Decodes XML's five entities, numbers (those of Windows as HTML reads them; those of no character to nothing) and what the document
 * itself declares. A declared entity is replaced once: one within another stays, so that nothing can grow beyond a fixed length.
 * @param declarations the document type of the document, with its internal subset
 */
export function createDecoder(declarations: string): DecodeReferences {
  const entities = readEntities(declarations);
  let budget = maxExpansion;
  const expand = (reference: string, name: string): string => {
    const value = entities.get(name);
    if (value === undefined || value.length > budget) return reference;
    budget -= value.length;
    return value;
  };
  return (text) => {
    if (!text.includes('&')) return text;
    const expanded = entities.size > 0 ? text.replace(named, expand) : text;
    const plain = expanded
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'");
    const numbered = plain.includes('&#') ? plain.replace(numeric, decodeNumber) : plain;
    return numbered.replaceAll('&amp;', '&');
  };
}

function decodeNumber(_reference: string, decimal: string | undefined, hexadecimal: string | undefined): string {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (!isXmlCharacter(code)) return '';
  return code >= 0x80 && code <= 0x9f ? replaceControls(String.fromCharCode(code)) : String.fromCodePoint(code);
}

function readEntities(declarations: string): Map<string, string> {
  const entities = new Map<string, string>();
  const declaration = /<!ENTITY\s+([a-z_][\w.-]{0,60})\s+(?:"([^"]*)"|'([^']*)')\s*>/gi;
  for (const [, name = '', double, single] of declarations.matchAll(declaration)) {
    const value = double ?? single ?? '';
    if (value.length <= maxEntityLength && !entities.has(name)) entities.set(name, value);
  }
  return entities;
}
