import type { Option } from '@slack/types';
import type { PlaygroundChannel, Snapshot } from '../protocol.ts';
import type { Field, FieldValue } from './values.ts';

type Named<T extends Field['type']> = Extract<Field, { type: T }>;

/** A field in which one is chosen of many. */
export type SingleField = Named<'static_select' | 'users_select' | 'conversations_select' | 'channels_select'>;
/** A field in which several are chosen. */
export type MultiField = Named<
  'multi_static_select' | 'multi_users_select' | 'multi_conversations_select' | 'multi_channels_select'
>;

export interface Choice {
  /** Of the option, or the id of the person or channel. */
  value: string;
  name: string;
  detail?: string;
}

export interface ChoiceGroup {
  /** '' where there are no groups. */
  label: string;
  choices: Choice[];
}

const kinds = { public: 'public', private: 'private', direct: 'im' } as const;

/** "#general"; direct messages are called for whom one speaks with, which is the app. */
export function nameChannel({ name, kind }: PlaygroundChannel, app: string): string {
  return kind === 'direct' ? app : `#${name}`;
}

/** What a field offers, in the order in which it is shown. */
export function listChoices(field: SingleField | MultiField, { users, channels, app }: Snapshot): ChoiceGroup[] {
  switch (field.type) {
    case 'static_select':
    case 'multi_static_select': {
      const groups = field.option_groups ?? [{ label: { text: '' }, options: field.options ?? [] }];
      return groups.map(({ label, options }) => ({
        label: label.text,
        choices: options.map(({ value = '', text, description }) => ({
          value,
          name: text.text,
          ...(description ? { detail: description.text } : {}),
        })),
      }));
    }
    case 'users_select':
    case 'multi_users_select':
      return [{ label: '', choices: users.map(({ id, realName }) => ({ value: id, name: realName })) }];
    case 'channels_select':
    case 'multi_channels_select':
      return [
        {
          label: '',
          choices: offer(
            channels.filter(({ kind }) => kind === 'public'),
            app.name,
          ),
        },
      ];
    case 'conversations_select':
    case 'multi_conversations_select': {
      const include = field.filter?.include;
      return [
        {
          label: '',
          choices: offer(
            channels.filter(({ kind }) => !include || include.includes(kinds[kind])),
            app.name,
          ),
        },
      ];
    }
  }
}

function offer(channels: readonly PlaygroundChannel[], app: string): Choice[] {
  return channels
    .filter(({ isArchived }) => !isArchived)
    .map((channel) => ({ value: channel.id, name: nameChannel(channel, app) }));
}

/** What a field holds once these are chosen, as Slack writes it. */
export function writeChosen(field: SingleField | MultiField, values: readonly string[]): FieldValue {
  const { type } = field;
  const one = values[0] ?? null;
  switch (type) {
    case 'static_select':
    case 'multi_static_select': {
      const options: Option[] = field.option_groups?.flatMap((group) => group.options) ?? field.options ?? [];
      const selected = options.filter(({ value = '' }) => values.includes(value));
      return type === 'static_select'
        ? { type, selected_option: selected[0] ?? null }
        : { type, selected_options: selected };
    }
    case 'users_select':
      return { type, selected_user: one };
    case 'multi_users_select':
      return { type, selected_users: values };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'multi_channels_select':
      return { type, selected_channels: values };
    case 'conversations_select':
      return { type, selected_conversation: one };
    case 'multi_conversations_select':
      return { type, selected_conversations: values };
  }
}
