import { FaultlineError } from '../../errors.ts';
import { isOneOf, type Sector, sectorIds } from '../../taxonomy.ts';

/**
 * Reads the gazetteer: tab-separated `name`, `sector`, `country`, `context`, with a header. Names marked in `context` mean something
 * else too ("Delta", "Target") and are left out: a name alone must be enough.
 * @throws FaultlineError `corpus-wrong` with the line of the first unknown sector
 */
export function parseGazetteer(text: string): (readonly [name: string, sector: Sector])[] {
  return text.split('\n').flatMap((line, i) => {
    const [name = '', sector = '', , context = ''] = line.trimEnd().split('\t');
    if (i === 0 || !name || context) return [];
    if (!isOneOf(sectorIds, sector)) {
      throw new FaultlineError('corpus-wrong', {
        file: 'gazetteer.tsv',
        line: i + 1,
        why: `sector "${sector}" is not in the taxonomy`,
      });
    }
    return [[name, sector] as const];
  });
}
