import { actionIds } from '../../render/actions.ts';
import {
  actions,
  bullets,
  button,
  code,
  header,
  paragraph,
  richText,
  type SlackMessage,
  words,
} from '../../render/blocks.ts';
import { fitMessage } from '../../render/fit-blocks.ts';
import { type CommandName, listForms } from '../command-forms.ts';
import { readMarks } from './notes.ts';

/** Of the query grammar, what people ask for first. */
const grammar = [
  '`ransomware` a word, `"air traffic"` a phrase, `-football` not this',
  '`topic:outage,policy` one or the other, `topic:outage sector:aviation` both',
  '`view:sovereignty` who says so, `country:CN` `owner:state` `source:bbc` `lang:fr` whose voice it is',
  '`component:api` what a status page says is hit',
  '`since:7d` `state:ongoing` `sources:>2` `is:new` what holds of the whole story',
];

/** What the command does, or more of one of its forms. @param command its name as the team set it */
export function answerHelp(of: CommandName | undefined, command: string): SlackMessage {
  const forms = listForms(of);
  const call = (form: string) => code(`${command} ${form}`);
  return fitMessage(
    () => [
      header(of ? `Help: ${of}` : 'Faultline tells outages and cyber policy as stories'),
      ...richText(bullets(forms.map(({ words: form, help }) => [call(form), words(`  ${help}`)]))),
      ...(of ? richText(paragraph([words('For example:')]), bullets(forms.map(({ example }) => [call(example)]))) : []),
      ...richText(
        paragraph([words('A QUERY says what you look for:')]),
        bullets(grammar.map(readMarks)),
        paragraph(
          readMarks('Answers are for you alone; `--share`, anywhere in the command, shows one to the channel.'),
          [words('All of it can be done by mouse on the Home of the app.')],
        ),
      ),
      actions(
        button('Subscribe', actionIds.subscribe),
        button('Latest stories', actionIds.latest),
        button('Feeds', actionIds.listFeeds),
      ),
    ],
    false,
  );
}
