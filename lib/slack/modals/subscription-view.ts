import type { KnownBlock, ModalView } from '@slack/types';
import { identify } from '../../article.ts';
import { type Cadence, cadences } from '../../digest/subscription.ts';
import { wishLimits } from '../../jobs/subscribe.ts';
import { actions, button, divider, header } from '../../render/blocks.ts';
import { countOf } from '../../render/words.ts';
import {
  type Choice,
  channelField,
  choiceField,
  choicesField,
  numberField,
  textField,
  tickField,
  timeField,
  writeModal,
} from './fields.ts';
import { sectorChoices, topicChoices, viewpointChoices } from './label-choices.ts';
import type { FieldName, SubscriptionForm } from './subscription-form.ts';

export const subscriptionModalId = 'subscribe';
/** The button that counts anew. */
export const rehearseAction = 'rehearse';

const cadenceDetails: Readonly<Record<Cadence, string>> = {
  alert: 'one story as soon as it is big enough, kept up to date',
  hourly: 'what is new, every hour',
  daily: 'once a day',
  weekdays: 'Monday to Friday',
  weekly: 'on Mondays',
};
const cadenceChoices: readonly Choice<Cadence>[] = cadences.map((id) => ({
  id,
  title: id.charAt(0).toUpperCase() + id.slice(1),
  detail: cadenceDetails[id],
}));

/**
 * The modal in which a subscription is written or changed.
 * @param metadata comes back with the submission
 * @param rehearsal what the subscription would have sent, or why that is not known
 */
export function writeSubscriptionModal(
  form: SubscriptionForm,
  rehearsal: readonly KnownBlock[],
  { isNew, metadata }: { isNew: boolean; metadata: Record<string, unknown> },
): ModalView {
  return writeModal({
    id: subscriptionModalId,
    title: isNew ? 'Subscribe a channel' : 'Edit the subscription',
    submit: isNew ? 'Subscribe' : 'Save',
    metadata,
    blocks: [
      ...askWhere(form),
      header('What'),
      ...askWhat(form),
      header('When'),
      ...askWhen(form),
      divider,
      ...rehearsal,
      actions(button('Rehearse again', rehearseAction)),
    ],
  });
}

const name = (field: FieldName): string => field;

function askWhere({ channel }: SubscriptionForm): KnownBlock[] {
  return [channelField(name('channel'), 'Channel', channel ? { value: channel } : {})];
}

function askWhat(form: SubscriptionForm): KnownBlock[] {
  const optional = true;
  return [
    choicesField(name('topics'), 'Topics', topicChoices, {
      value: form.topics,
      optional,
      hint: 'None chosen: all but what is out of scope.',
    }),
    choicesField(name('sectors'), 'Sectors', sectorChoices, { value: form.sectors, optional, hint: 'Who is hit.' }),
    choicesField(name('viewpoints'), 'Viewpoints', viewpointChoices, {
      value: form.viewpoints,
      optional,
      hint: 'Who says so: a position that a report takes.',
    }),
    textField(name('countries'), 'Countries of the publishers', {
      value: form.countries,
      optional,
      placeholder: 'GB, CN, INT',
    }),
    textField(name('languages'), 'Languages', { value: form.languages, optional, placeholder: 'en, fr' }),
    textField(name('words'), 'Words', {
      value: form.words,
      optional,
      placeholder: '"data centre" -rumour',
      hint: 'Words and "phrases" match text, a minus excludes; every filter of a query works here, such as owner:state or sources:>2.',
    }),
  ];
}

function askWhen(form: SubscriptionForm): KnownBlock[] {
  const { cadence, at, timezone, budget, muted, unmuted } = form;
  const optional = true;
  return [
    choiceField(name('cadence'), 'How often', cadenceChoices, { value: cadence, dispatches: true }),
    ...(cadence === 'alert'
      ? askThreshold(form)
      : [
          timeField(name('at'), cadence === 'hourly' ? 'At which minute' : 'At', {
            value: at,
            ...(cadence === 'hourly' ? { hint: 'Of the time, the minutes count.' } : {}),
          }),
        ]),
    textField(name('timezone'), 'Time zone', { value: timezone, placeholder: 'Europe/Berlin' }),
    numberField(name('budget'), 'Messages a day at most', {
      value: budget,
      least: wishLimits.budget[0],
      most: wishLimits.budget[1],
      hint: 'What does not fit stands first in the next message.',
    }),
    ...(muted.length > 0
      ? [
          choicesField(
            name('unmuted'),
            'Hear again',
            muted.map((publisher) => ({ id: identify(publisher), title: publisher })),
            { value: unmuted, optional, hint: `${countOf(muted.length, 'source')} muted here.` },
          ),
        ]
      : []),
  ];
}

function askThreshold({ threshold }: SubscriptionForm): KnownBlock[] {
  const { publishers, within, official } = threshold;
  return [
    numberField(name('publishers'), 'Independent publishers that are enough', {
      value: publishers,
      least: wishLimits.publishers[0],
      most: wishLimits.publishers[1],
    }),
    numberField(name('within'), 'Within minutes', {
      value: within,
      least: wishLimits.within[0],
      most: wishLimits.within[1],
    }),
    tickField(
      name('official'),
      'Or the provider itself',
      { id: 'official', title: 'A status feed that says major or critical is enough' },
      { value: official },
    ),
  ];
}
