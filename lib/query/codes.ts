import { findNearest } from './spelling.ts';

/**
 * The ISO 3166 alpha-2 code that was meant ("uk" is GB), or `INT`; `undefined` for what is no code of a region.
 */
export function readCountry(text: string): string | undefined {
  const code = text.toUpperCase();
  if (code === 'INT') return code;
  if (!/^[A-Z]{2}$/.test(code)) return undefined;
  return nameOf('region', code) ? new Intl.Locale(`und-${code}`).region : undefined;
}

/**
 * The primary language of a BCP 47 tag, `und` among them; `undefined` for what names no language. A code of three letters becomes that of two, if any.
 */
export function readLanguageCode(text: string): string | undefined {
  const [, primary] = /^([a-z]{2,3})(?:-[a-z\d]{2,8})*$/.exec(text.toLowerCase()) ?? [];
  if (primary === 'und') return primary;
  if (!primary || !nameOf('language', primary)) return undefined;
  return primary.length === 2 ? primary : Intl.getCanonicalLocales(primary)[0];
}

/**
 * The code of the country whose English name comes nearest, `undefined` where none is near.
 */
export function findNearestCountry(text: string): string | undefined {
  return findByName('region', text);
}

/**
 * The code of the language whose English name comes nearest, or of the country that the text is a code of.
 */
export function findNearestLanguage(text: string): string | undefined {
  const country = readCountry(text);
  const spoken = country && country !== 'INT' ? new Intl.Locale(`und-${country}`).maximize().language : undefined;
  return spoken ?? findByName('language', text);
}

type CodeKind = 'region' | 'language';

function nameOf(type: CodeKind, code: string, style: 'long' | 'short' = 'long'): string | undefined {
  return new Intl.DisplayNames('en', { type, style, fallback: 'none' }).of(code);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function findByName(type: CodeKind, text: string): string | undefined {
  const codes = new Map<string, string>();
  for (const style of ['long', 'short'] as const) {
    const names = new Intl.DisplayNames('en', { type, style, fallback: 'none' });
    for (const pair of Array.from(alphabet, (first) => Array.from(alphabet, (second) => first + second)).flat()) {
      const code = type === 'region' ? readCountry(pair) : pair.toLowerCase();
      const name = code && names.of(code);
      if (name && !codes.has(name)) codes.set(name, code);
    }
  }
  return codes.get(findNearest(text, [...codes.keys()]) ?? '');
}
