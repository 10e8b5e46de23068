import { FaultlineError } from '../../errors.ts';
import { isOneOf, type Sector, sectorIds } from '../../taxonomy.ts';

/**
 * Reads the gazetteer: tab-separated `name`, `sector`, `country`, `context`, with a header. Names marked in `context` mean something
 * else too ("Delta", "Target") and are left out, and so are those of two sectors: a name alone must be enough.
 * @throws FaultlineError `corpus-wrong` with the line of the first unknown sector
 */
export function parseGazetteer(text: string): (readonly [name: string, sector: Sector])[] {
  const sectorsOf = new Map<string, Set<Sector>>();
  for (const [i, line] of text.split('\n').entries()) {
    const [name = '', sector = '', , context = ''] = line.trimEnd().split('\t');
    if (i === 0 || !name || context) continue;
    if (!isOneOf(sectorIds, sector)) {
      throw new FaultlineError('corpus-wrong', {
        file: 'gazetteer.tsv',
        line: i + 1,
        why: `sector "${sector}" is not in the taxonomy`,
      });
    }
    sectorsOf.set(name, (sectorsOf.get(name) ?? new Set()).add(sector));
  }
  return [...sectorsOf].flatMap(([name, [sector, ...others]]) =>
    sector && others.length === 0 ? [[name, sector] as const] : [],
  );
}
