import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGazetteer } from '../../../lib/classify/training/gazetteer.ts';
import { sectorIds } from '../../../lib/taxonomy.ts';

const header = 'name\tsector\tcountry\tcontext\n';

describe('the gazetteer', () => {
  it('gives each name its sector', () => {
    expect(parseGazetteer(`${header}Norvale Airways\taviation\tNO\t\nHalden Bank\tbanking\tNO\n`)).toEqual([
      ['Norvale Airways', 'aviation'],
      ['Halden Bank', 'banking'],
    ]);
  });

  it.each([
    ['marked as meaning something else too', 'Delta\taviation\tUS\tx\n'],
    ['without a name', '\taviation\tUS\t\n'],
    ['whose name is of two sectors', 'GMX\tmarkets\tINT\t\nGMX\tcloud-it\tDE\t\n'],
  ])('leaves out lines %s', (_, line) => {
    expect(parseGazetteer(`${header}${line}Halden Bank\tbanking\tNO\t\n`)).toEqual([['Halden Bank', 'banking']]);
  });

  it('gives a name that stands there twice once', () => {
    expect(parseGazetteer(`${header}${'Halden Bank\tbanking\tNO\t\n'.repeat(2)}`)).toEqual([
      ['Halden Bank', 'banking'],
    ]);
  });

  it('of its header alone has no names', () => {
    expect(parseGazetteer(header)).toEqual([]);
    expect(parseGazetteer('')).toEqual([]);
  });

  it('may have been saved on Windows', () => {
    expect(
      parseGazetteer(`${header}Halden Bank\tbanking\tNO\t\r\nNorvale\taviation\r\n`.replace('\n', '\r\n')),
    ).toEqual([
      ['Halden Bank', 'banking'],
      ['Norvale', 'aviation'],
    ]);
  });

  it.each(['bank', ''])('is refused with the line of a sector that is none: %j', (sector) => {
    const read = () => parseGazetteer(`${header}Norvale\taviation\tNO\t\nHalden Bank\t${sector}\tNO\t\n`);
    expect(read).toThrow(expect.objectContaining({ code: 'corpus-wrong' }));
    expect(read).toThrow(`gazetteer.tsv line 3: sector "${sector}" is not in the taxonomy`);
  });

  it('as it ships has names of every sector, each once', () => {
    const file = new URL('../../../lib/classify/gazetteer.tsv', import.meta.url);
    const entries = parseGazetteer(readFileSync(file, 'utf8'));
    expect(new Set(entries.map(([, sector]) => sector))).toEqual(new Set(sectorIds));
    const names = entries.map(([name]) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
