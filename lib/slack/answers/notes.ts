import type { ActionsBlockElement } from '@slack/types';
import { actions, code, type Line, paragraph, richText, type SlackMessage, words } from '../../render/blocks.ts';
import { cleanLine } from '../../render/clean-texts.ts';
import { fitMessage } from '../../render/fit-blocks.ts';
import type { CommandMistake } from '../command.ts';

/** How the command is called where nobody said it: on buttons. */
export const usualCommand = '/faultline';

const maxNote = 2_000;
const maxPart = 300;

/**
 * A few words to the asker. `` `code` ``, `<#channel>` and `<@user>` in them are what they are in Slack; everything else stays text.
 */
export function renderNote(text: string, ...elements: ActionsBlockElement[]): SlackMessage {
  return renderLines([readMarks(text)], elements);
}

function renderLines(lines: readonly Line[], elements: readonly ActionsBlockElement[] = []): SlackMessage {
  return fitMessage(() => [...richText(paragraph(...lines)), ...(elements.length > 0 ? [actions(...elements)] : [])]);
}

/** One line: `` `code` ``, `<#channel>` and `<@user>` are what they are in Slack, everything else stays text. */
export function readMarks(text: string): Line {
  return cleanLine(text, maxNote)
    .split(/(<#[CDG][A-Z0-9]+>|<@[UW][A-Z0-9]+>|`[^`]+`)/)
    .map((part) => {
      if (part.startsWith('`') && part.length > 2) return code(part.slice(1, -1));
      if (/^<#[A-Z0-9]+>$/.test(part)) return { type: 'channel', channel_id: part.slice(2, -1) } as const;
      if (/^<@[A-Z0-9]+>$/.test(part)) return { type: 'user', user_id: part.slice(2, -1) } as const;
      return words(part);
    });
}

/** What was not understood, the nearest right form, and an example. @param command its name as the team set it */
export function renderMistake({ part, why, nearest, example }: CommandMistake, command: string): SlackMessage {
  const call = (form: string) => code(`${command} ${cleanLine(form, maxPart)}`);
  return renderLines([
    [words('I did not understand '), code(cleanLine(part, maxPart)), words(`: ${cleanLine(why, maxPart)}.`)],
    ...(nearest ? [[words('Did you mean '), call(nearest), words('?')]] : []),
    ...(nearest === example ? [] : [[words('For example: '), call(example)]]),
  ]);
}
