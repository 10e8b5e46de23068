import type { Option } from '@slack/types';
import { type ReactNode, useRef } from 'react';
import type { ChosenFile } from '../protocol.ts';
import { type Choice, type ChoiceGroup, listChoices, type SingleField, writeChosen } from './choices.ts';
import { KeptText } from './kept-blocks.tsx';
import { useScene } from './scene.ts';
import { type Field, type FieldValue, readChosen } from './values.ts';

/** What every field is given. */
export interface FieldProps<T extends Field = Field> {
  field: T;
  value: FieldValue;
  /** The element's own id; what labels it points there. */
  id: string;
  /** The id of what labels it, else its label in words. */
  labelledBy?: string | undefined;
  label: string;
  describedBy?: string | undefined;
  isInvalid?: boolean;
  isRequired?: boolean;
  change(value: FieldValue): void;
  /** Tells the app at once, where the field does so. */
  dispatch?: ((value: FieldValue) => void) | undefined;
}

/** The attributes that tie a field to its label, hint and error. */
export function describeField({ id, label, labelledBy, describedBy, isInvalid, isRequired }: FieldProps) {
  return {
    id,
    ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label }),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(isInvalid ? { 'aria-invalid': true } : {}),
    ...(isRequired ? { 'aria-required': true } : {}),
  };
}

type TextInput = Extract<Field, { type: 'plain_text_input' | 'number_input' | 'url_text_input' | 'email_text_input' }>;
const inputModes = {
  plain_text_input: 'text',
  number_input: 'decimal',
  url_text_input: 'url',
  email_text_input: 'email',
} as const;
/** How long a pause in writing is taken for its end, in milliseconds. */
const pause = 400;

export function TextField(props: FieldProps<TextInput>): ReactNode {
  const { field, value, change, dispatch } = props;
  const timer = useRef<number>(undefined);
  const triggers = field.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const write = (text: string): FieldValue => ({ type: field.type, value: text || null });
  const shared = {
    ...describeField(props),
    value: String(value.value ?? ''),
    placeholder: field.placeholder?.text ?? '',
    autoComplete: 'off',
    ...('max_length' in field ? { maxLength: field.max_length } : {}),
    onChange: (event: { target: { value: string } }) => {
      const next = write(event.target.value);
      change(next);
      if (!dispatch || !triggers.includes('on_character_entered')) return;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => dispatch(next), pause);
    },
  };
  if (field.type === 'plain_text_input' && field.multiline) return <textarea {...shared} rows={4} />;
  return (
    <input
      {...shared}
      type="text"
      inputMode={inputModes[field.type]}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !dispatch || !triggers.includes('on_enter_pressed')) return;
        event.preventDefault();
        dispatch(write(event.currentTarget.value));
      }}
    />
  );
}

const renderChoice = ({ value, name, detail }: Choice): ReactNode => (
  <option key={value} value={value}>
    {detail ? `${name} (${detail})` : name}
  </option>
);

const renderGroup = ({ label, choices }: ChoiceGroup): ReactNode =>
  label ? (
    <optgroup key={label} label={label}>
      {choices.map(renderChoice)}
    </optgroup>
  ) : (
    choices.map(renderChoice)
  );

export function SelectField(props: FieldProps<SingleField>): ReactNode {
  const { field, value, change, dispatch } = props;
  const { snapshot } = useScene();
  return (
    <select
      {...describeField(props)}
      value={readChosen(value)[0] ?? ''}
      onChange={(event) => {
        const next = writeChosen(field, event.target.value ? [event.target.value] : []);
        (dispatch ?? change)(next);
      }}
    >
      <option value="" disabled={props.isRequired === true}>
        {field.placeholder?.text ?? 'Choose…'}
      </option>
      {listChoices(field, snapshot).map(renderGroup)}
    </select>
  );
}

export function ChoiceField(props: FieldProps<Extract<Field, { type: 'checkboxes' | 'radio_buttons' }>>): ReactNode {
  const { field, value, id, label, labelledBy, describedBy, change, dispatch } = props;
  const chosen = readChosen(value);
  const isSingle = field.type === 'radio_buttons';
  const pick = (option: Option, isOn: boolean): void => {
    const others = field.options.filter(({ value: one = '' }) => chosen.includes(one) && one !== option.value);
    const next = isSingle
      ? { type: field.type, selected_option: option }
      : { type: field.type, selected_options: isOn ? [...others, option] : others };
    (dispatch ?? change)(next);
  };
  return (
    <div
      id={id}
      className="choices"
      role={isSingle ? 'radiogroup' : 'group'}
      {...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label })}
      {...(describedBy ? { 'aria-describedby': describedBy } : {})}
    >
      {field.options.map((option) => (
        <label key={option.value}>
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={id}
            checked={chosen.includes(option.value ?? '')}
            onChange={(event) => pick(option, event.target.checked)}
          />
          <span>
            <KeptText text={option.text} />
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

export function MomentField(props: FieldProps<Extract<Field, { type: 'timepicker' | 'datepicker' }>>): ReactNode {
  const { field, value, change, dispatch } = props;
  const name = field.type === 'timepicker' ? 'selected_time' : 'selected_date';
  return (
    <input
      {...describeField(props)}
      type={field.type === 'timepicker' ? 'time' : 'date'}
      value={String(value[name] ?? '')}
      onChange={(event) => (dispatch ?? change)({ type: field.type, [name]: event.target.value || null })}
    />
  );
}

/** Files go to the workspace as they are chosen; what is submitted is their ids. */
export function FileField(props: FieldProps<Extract<Field, { type: 'file_input' }>>): ReactNode {
  const { field, value, change } = props;
  const { me, warn } = useScene();
  const upload = async (file: File): Promise<ChosenFile[]> => {
    const query = new URLSearchParams({ user: me.id, name: file.name });
    const response = await fetch(`/uploads?${query}`, { method: 'POST', body: file });
    return response.ok ? [await response.json()] : Promise.reject(new Error(await response.text()));
  };
  const choose = async (list: FileList | null): Promise<void> => {
    try {
      const files = (await Promise.all([...(list ?? [])].slice(0, field.max_files ?? 10).map(upload))).flat();
      change({ type: field.type, files });
    } catch (error) {
      warn(`The file could not be taken: ${error instanceof Error ? error.message : error}`);
    }
  };
  const files = Array.isArray(value.files) ? value.files.length : 0;
  return (
    <>
      <input
        {...describeField(props)}
        type="file"
        multiple={(field.max_files ?? 10) > 1}
        accept={field.filetypes?.map((type) => `.${type}`).join()}
        onChange={(event) => void choose(event.target.files)}
      />
      <span className="unseen" role="status">
        {files > 0 ? 'The file is ready.' : ''}
      </span>
    </>
  );
}
