import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEntities, parseGazetteer } from '../../lib/classify/gazetteer.ts';
import { isOneOf, sectorIds } from '../../lib/taxonomy.ts';

const readShipped = (file: string) => readFileSync(new URL(`../../lib/classify/${file}`, import.meta.url), 'utf8');
const header = 'name\tsector\tcountry\tcontext\n';

describe('the gazetteer', () => {
  it('gives each name its sector', () => {
    expect(parseGazetteer(`${header}Norvale Airways\taviation\tNO\t\nHalden Bank\tbanking\tNO\n`)).toEqual([
      ['Norvale Airways', 'aviation'],
      ['Halden Bank', 'banking'],
    ]);
  });

  it.each([
    ['meaning something else too, by the context column', 'Delta\taviation\tUS\tx\n', [['Delta', 'aviation?']]],
    [
      'meaning two things, by two sectors',
      'GMX\tmarkets\tINT\t\nGMX\tcloud-it\tDE\t\n',
      [
        ['GMX', 'markets?'],
        ['GMX', 'cloud-it?'],
      ],
    ],
    [
      'meaning something else, though only one of its lines says so',
      'Delta\taviation\tUS\t\nDelta\taviation\tUS\tx\n',
      [['Delta', 'aviation?']],
    ],
  ])('marks a name as %s', (_, lines, entries) => {
    expect(parseGazetteer(`${header}${lines}Halden Bank\tbanking\tNO\t\n`)).toEqual([
      ...entries,
      ['Halden Bank', 'banking'],
    ]);
  });

  it('leaves out lines without a name', () => {
    expect(parseGazetteer(`${header}\taviation\tUS\t\nHalden Bank\tbanking\tNO\t\n`)).toEqual([
      ['Halden Bank', 'banking'],
    ]);
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

  it('may do without its header', () => {
    expect(parseGazetteer('Halden Bank\tbanking\nNorvale\taviation')).toEqual([
      ['Halden Bank', 'banking'],
      ['Norvale', 'aviation'],
    ]);
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

  it('is refused under the name of its file', () => {
    expect(() => parseGazetteer('Norvale\tair\n', '/data/ours.tsv')).toThrow(
      '/data/ours.tsv line 1: sector "air" is not in the taxonomy',
    );
  });

  it('as it ships has sure names of every sector, and no name twice of one', () => {
    const entries = parseGazetteer(readShipped('gazetteer.tsv'));
    const sure = entries.filter(([, kind]) => !kind.endsWith('?'));
    expect(new Set(sure.map(([, sector]) => sector))).toEqual(new Set(sectorIds));
    const lines = entries.map((entry) => entry.join());
    expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);
  });
});

describe('the names of the digital world', () => {
  const entityHeader = 'name\tkind\n';

  it('give each name its kind, and the sector that names of this kind stand for', () => {
    const text = `${entityHeader}LockBit\tgang\nTelegram\tplatform\nQualcomm\tchip-vendor\r\n`;
    expect(parseEntities(text, new Set())).toEqual([
      ['LockBit', 'gang'],
      ['Telegram', 'platform'],
      ['Telegram', 'media'],
      ['Qualcomm', 'chip-vendor'],
      ['Qualcomm', 'manufacturing'],
    ]);
  });

  it('leave the sector to the gazetteer where that knows the name', () => {
    expect(parseEntities(`${entityHeader}Telegram\tplatform\n`, new Set(['Telegram']))).toEqual([
      ['Telegram', 'platform'],
    ]);
  });

  it.each([
    ['without a name', '\tgang\n'],
    ['without a kind', 'LockBit\t\n'],
    ['of a name alone', 'LockBit\n'],
    ['that are empty', '\n\n'],
  ])('leave out lines %s', (_, line) => {
    expect(parseEntities(`${entityHeader}${line}Conti\tgang\n`, new Set())).toEqual([['Conti', 'gang']]);
  });

  it('as they ship have many kinds, none of which could be taken for a sector', () => {
    const lines = readShipped('entities.tsv').split('\n').slice(1).filter(Boolean);
    const kinds = new Set(lines.map((line) => line.split('\t')[1] ?? ''));
    expect(kinds.size).toBeGreaterThanOrEqual(20);
    expect([...kinds].filter((kind) => isOneOf(sectorIds, kind) || !/^[a-z-]+$/.test(kind))).toEqual([]);
    expect(lines.filter((line) => line.split('\t').length !== 2)).toEqual([]);
  });
});
