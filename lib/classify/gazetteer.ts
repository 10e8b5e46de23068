import { FaultlineError } from '../errors.ts';
import { isOneOf, type Sector, sectorIds } from '../taxonomy.ts';
import { contextMark } from './names.ts';

const header = 'name';

export type NameEntry = readonly [name: string, kind: string];

/**
 * Reads the gazetteer: tab-separated `name`, `sector`, `country`, `context`, with a header. Names marked in `context` mean something
 * else too ("Delta", "Target") and need other words of their sector beside them; so do those of two sectors.
 * @param file named in the error
 * @throws FaultlineError `corpus-wrong` with the line of the first unknown sector
 */
export function parseGazetteer(text: string, file = 'gazetteer.tsv'): NameEntry[] {
  const sectorsOf = new Map<string, Set<Sector>>();
  const ambiguous = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const [name = '', sector = '', , context = ''] = line.trimEnd().split('\t');
    if (!name || (i === 0 && name === header)) continue;
    if (!isOneOf(sectorIds, sector)) {
      throw new FaultlineError('corpus-wrong', {
        file,
        line: i + 1,
        why: `sector "${sector}" is not in the taxonomy`,
      });
    }
    if (context) ambiguous.add(name);
    sectorsOf.set(name, (sectorsOf.get(name) ?? new Set()).add(sector));
  }
  return [...sectorsOf].flatMap(([name, sectors]) =>
    [...sectors].map((sector): NameEntry => {
      const isSure = sectors.size === 1 && !ambiguous.has(name);
      return [name, isSure ? sector : `${sector}${contextMark}`];
    }),
  );
}

/** Kinds of the digital world whose names stand for an organisation of a sector too. */
const sectorOfKind: Readonly<Record<string, Sector>> = {
  platform: 'media',
  software: 'cloud-it',
  'open-source': 'cloud-it',
  'operating-system': 'cloud-it',
  'cloud-service': 'cloud-it',
  'security-vendor': 'cloud-it',
  'software-vendor': 'cloud-it',
  'network-device': 'cloud-it',
  'ai-product': 'cloud-it',
  'chip-vendor': 'manufacturing',
  'industrial-device': 'manufacturing',
  crypto: 'markets',
};

/**
 * Reads the names of the digital world: tab-separated `name` and `kind` (`gang`, `platform`, `law`…), with a header.
 * @param known names whose sector the gazetteer says already
 */
export function parseEntities(text: string, known: ReadonlySet<string>): NameEntry[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line): NameEntry[] => {
      const [name = '', kind = ''] = line.trimEnd().split('\t');
      if (!name || !kind) return [];
      const sector = known.has(name) ? undefined : sectorOfKind[kind];
      return [[name, kind], ...(sector ? [[name, sector] as const] : [])];
    });
}
