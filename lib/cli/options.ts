import { type Command, InvalidArgumentError, Option } from 'commander';
import { findNearest } from '../query/spelling.ts';
import { settings } from '../runtime/config.ts';
import { isOneOf } from '../taxonomy.ts';

export const digestFormats = ['text', 'json', 'blocks', 'html'] as const;
export type DigestFormat = (typeof digestFormats)[number];

/**
 * An option with a fixed vocabulary; a value outside it is refused with the nearest one in it.
 */
export function createChoice(flags: string, choices: readonly string[]): Option {
  return new Option(flags).choices(choices).argParser((text: string) => {
    if (choices.includes(text)) return text;
    const nearest = findNearest(text, choices);
    throw new InvalidArgumentError(
      `Allowed choices are ${choices.join(', ')}.${nearest ? `\n(Did you mean ${nearest}?)` : ''}`,
    );
  });
}

/** A TCP port; 0 asks for any free one. */
export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return Number(text);
}

/** How many of something, 1 to 1000. */
export function parseCount(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > 1000) {
    throw new InvalidArgumentError('A number from 1 to 1000 was expected.');
  }
  return Number(text);
}

/** Ids of a vocabulary parted by commas; `none` stands for no id at all. */
export function parseIds<Id extends string>(known: readonly Id[]): (text: string) => Id[] {
  return (text) =>
    text === 'none'
      ? []
      : text.split(',').map((part) => {
          const id = part.trim();
          if (isOneOf(known, id)) return id;
          const nearest = findNearest(id, known);
          throw new InvalidArgumentError(
            nearest ? `There is no "${id}". (Did you mean ${nearest}?)` : `"${id}" is none of ${known.join(', ')}.`,
          );
        });
}

/** A country as feeds carry it, in capitals. */
export function parseCountry(text: string): string {
  if (!/^(?:[a-z]{2}|int)$/i.test(text)) {
    throw new InvalidArgumentError('Two letters of ISO 3166, or INT, were expected.');
  }
  return text.toUpperCase();
}

/** Countries parted by commas. */
export function parseCountries(text: string): string[] {
  return text.split(',').map((part) => parseCountry(part.trim()));
}

/** A file that is named at all: an unset variable in a script must not stand for the user's own store. */
export function parseFileName(text: string): string {
  if (!text) throw new InvalidArgumentError('A file name was expected.');
  return text;
}

/** The name of a DynamoDB table. */
export function parseTable(text: string): string {
  const { parse, expected } = settings.FAULTLINE_TABLE;
  const name = parse(text);
  if (name === undefined) throw new InvalidArgumentError(`${text ? `"${text}"` : 'Nothing'} is not ${expected}.`);
  return name;
}

/** An absolute address, of any scheme. */
export function parseAddress(text: string): string {
  if (!URL.canParse(text))
    throw new InvalidArgumentError('An absolute address such as https://example.org/ was expected.');
  return text;
}

/**
 * Lets a command take `-word`, which excludes a word from a query (design, "The query grammar"), where commander would see short
 * options. What begins with two dashes stays an option, and is refused by `refuseUnknownOptions`.
 */
export function takeQuery(command: Command, argument: string): Command {
  return command.argument(argument, 'see "The query grammar" in the README').allowUnknownOption();
}

/** Refuses, as commander would have done, the words of a query that are misspelt options. */
export function refuseUnknownOptions(command: Command, words: readonly string[]): void {
  const unknown = words.find((word) => word.startsWith('--'));
  if (!unknown) return;
  const [flag = unknown] = unknown.split('=');
  const known = [command, ...(command.parent ? [command.parent] : [])].flatMap(({ options }) => options);
  const nearest = findNearest(flag, ['--help', ...known.flatMap(({ long }) => long ?? [])]);
  command.error(`error: unknown option '${flag}'${nearest ? `\n(Did you mean ${nearest}?)` : ''}`, {
    code: 'commander.unknownOption',
  });
}

/** The settings of the environment, for `--help`. */
export function describeSettings(): string {
  const width = Math.max(...Object.keys(settings).map((name) => name.length));
  const lines = Object.entries(settings).map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`);
  return `\nSettings in the environment:\n${lines.join('\n')}`;
}
