import type { Button, ConfirmationDialog, KnownBlock, Overflow } from '@slack/types';
import { type ReactNode, useId } from 'react';
import { ChoiceField, type FieldProps, FileField, MomentField, SelectField, TextField } from './fields.tsx';
import { Icon } from './icons.tsx';
import { isFollowable } from './kept-blocks.tsx';
import { Menu } from './menu.tsx';
import { PickerField } from './picker.tsx';
import { useScene } from './scene.ts';
import { useSurface } from './surface.tsx';
import { type Field, type FieldValue, readInitial } from './values.ts';

/** Whatever somebody may use in a block. */
export type Used = Field | Button | Overflow;
/** The parts of `context_actions`. */
type ContextAction = Extract<KnownBlock, { type: 'context_actions' }>['elements'][number];

/** Draws a field by its type; a type that nobody here uses is named, so that it is not missed. */
export function FieldControl(props: FieldProps): ReactNode {
  const { field } = props;
  switch (field.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'url_text_input':
    case 'email_text_input':
      return <TextField {...props} field={field} />;
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <SelectField {...props} field={field} />;
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <PickerField {...props} field={field} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoiceField {...props} field={field} />;
    case 'timepicker':
    case 'datepicker':
      return <MomentField {...props} field={field} />;
    case 'file_input':
      return <FileField {...props} field={field} />;
    default:
      return <NotDrawn type={field.type} />;
  }
}

export function NotDrawn({ type }: { type: string }): ReactNode {
  return <p className="not-drawn">The playground does not draw “{type}”; Slack does.</p>;
}

/** An element that tells the app as soon as it is used: in a row of actions, or beside a section. */
export function LiveElement(props: { element: Used; blockId: string; actionId: string; beside?: string }): ReactNode {
  const { element } = props;
  switch (element.type) {
    case 'button':
      return <ActionButton {...props} element={element} />;
    case 'overflow':
      return <OverflowMenu {...props} element={element} />;
    default:
      return <LiveField {...props} element={element} />;
  }
}

/** Asks first where the element wants that. */
function useAsking(): (question: ConfirmationDialog | undefined, act: () => void) => void {
  const { confirm } = useScene();
  return (question, act) => {
    if (!question) act();
    else void confirm(question).then((isSure) => isSure && act());
  };
}

function LiveField(props: { element: Field; blockId: string; actionId: string; beside?: string }): ReactNode {
  const { element, blockId, actionId, beside } = props;
  const surface = useSurface();
  const ask = useAsking();
  const id = useId();
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const use = (value: FieldValue): void =>
    ask('confirm' in element ? element.confirm : undefined, () =>
      surface.act(blockId, { type: element.type, action_id: actionId }, value),
    );
  return (
    <FieldControl
      field={element}
      id={id}
      label={placeholder ?? beside ?? element.type.replaceAll('_', ' ')}
      value={surface.values[blockId]?.[actionId] ?? readInitial(element)}
      change={(value) => surface.change(blockId, actionId, value)}
      dispatch={use}
    />
  );
}

function ActionButton(props: { element: Button; blockId: string; actionId: string }): ReactNode {
  const { element, blockId, actionId } = props;
  const { text, value, url, style = '', accessibility_label: spoken, confirm } = element;
  const surface = useSurface();
  const ask = useAsking();
  const act = (): void =>
    surface.act(blockId, { type: 'button', action_id: actionId, text, ...(value === undefined ? {} : { value }) });
  const shared = { className: `button ${style}`, ...(spoken ? { 'aria-label': spoken } : {}) };
  if (url && isFollowable(url)) {
    return (
      <a {...shared} href={url} target="_blank" rel="noreferrer noopener" onClick={act}>
        {text.text}
      </a>
    );
  }
  return (
    <button
      type="button"
      {...shared}
      aria-busy={surface.isPending(blockId, actionId)}
      onClick={() => {
        if (!surface.isPending(blockId, actionId)) ask(confirm, act);
      }}
    >
      {text.text}
    </button>
  );
}

function OverflowMenu(props: { element: Overflow; blockId: string; actionId: string; beside?: string }): ReactNode {
  const { element, blockId, actionId, beside } = props;
  const surface = useSurface();
  const ask = useAsking();
  const { tried } = useScene();
  return (
    <Menu
      onOpen={() => tried('menu')}
      label={beside ? `More actions: ${beside}` : 'More actions'}
      className="button icon-button overflow"
      face={<Icon name="dots" />}
      items={element.options.map((option, index) => ({
        key: option.value ?? String(index),
        label: (
          <>
            {option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </>
        ),
        ...(option.url && isFollowable(option.url) ? { href: option.url } : {}),
        choose: () =>
          ask(element.confirm, () =>
            surface.act(blockId, { type: 'overflow', action_id: actionId, selected_option: option }),
          ),
      }))}
    />
  );
}

/** Thumbs up and down, and single deeds, under what an app wrote. */
export function ContextActionElement(props: { element: ContextAction; blockId: string; actionId: string }): ReactNode {
  const { element, blockId, actionId } = props;
  const surface = useSurface();
  const ask = useAsking();
  if (element.type === 'icon_button') {
    const { text, value, accessibility_label: spoken, confirm } = element;
    const action = { type: element.type, action_id: actionId, text, ...(value === undefined ? {} : { value }) };
    return (
      <button
        type="button"
        className="button"
        {...(spoken ? { 'aria-label': spoken } : {})}
        onClick={() => ask(confirm, () => surface.act(blockId, action))}
      >
        {text.text}
      </button>
    );
  }
  return [element.positive_button, element.negative_button].map(({ text, value, accessibility_label: spoken }) => (
    <button
      key={value}
      type="button"
      className="button"
      {...(spoken ? { 'aria-label': spoken } : {})}
      onClick={() => surface.act(blockId, { type: element.type, action_id: actionId, text, value })}
    >
      {text.text}
    </button>
  ));
}
