import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { listChoices, type MultiField, writeChosen } from './choices.ts';
import { describeField, type FieldProps } from './fields.tsx';
import { Icon } from './icons.tsx';
import { useScene } from './scene.ts';
import { readChosen } from './values.ts';

const matches = (name: string, words: string): boolean => name.toLowerCase().includes(words.trim().toLowerCase());

/** Chooses several of many: what is chosen stands as chips, a word narrows the list. */
export function PickerField(props: FieldProps<MultiField>): ReactNode {
  const { field, value, change, dispatch } = props;
  const { snapshot } = useScene();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);

  const groups = listChoices(field, snapshot);
  const all = groups.flatMap(({ choices }) => choices);
  const shown = groups
    .map((group) => ({ ...group, choices: group.choices.filter(({ name }) => matches(name, words)) }))
    .filter(({ choices }) => choices.length > 0);
  const flat = shown.flatMap(({ choices }) => choices);
  const chosen = readChosen(value);
  const isFull = chosen.length >= (field.max_selected_items ?? Number.POSITIVE_INFINITY);

  const write = (values: string[]): void => (dispatch ?? change)(writeChosen(field, values));
  const toggle = (one: string): void => {
    if (chosen.includes(one)) write(chosen.filter((other) => other !== one));
    else if (!isFull) write([...chosen, one]);
  };
  const close = (): void => {
    setOpen(false);
    setWords('');
    setActive(0);
  };

  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen && flat.length > 0) setActive((active + step + flat.length) % flat.length);
      setOpen(true);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const choice = isOpen ? flat[active] : undefined;
      if (choice) toggle(choice.value);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Backspace' && words === '' && chosen.length > 0) {
      write(chosen.slice(0, -1));
    }
  };

  const optionId = (one: string): string => `${listId}-${all.findIndex((choice) => choice.value === one)}`;
  const activeChoice = isOpen ? flat[active] : undefined;

  return (
    <div className="picker">
      <div className="picker-box">
        {all
          .filter((choice) => chosen.includes(choice.value))
          .map((choice) => (
            <span key={choice.value} className="chip">
              {choice.name}
              <button
                type="button"
                aria-label={`Remove ${choice.name}`}
                onClick={() => {
                  toggle(choice.value);
                  input.current?.focus();
                }}
              >
                <Icon name="cross" />
              </button>
            </span>
          ))}
        <input
          {...describeField(props)}
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(activeChoice ? { 'aria-activedescendant': optionId(activeChoice.value) } : {})}
          autoComplete="off"
          placeholder={chosen.length === 0 ? (field.placeholder?.text ?? 'Choose…') : ''}
          value={words}
          onClick={() => setOpen(true)}
          onBlur={close}
          onKeyDown={press}
          onChange={(event) => {
            setWords(event.target.value);
            setActive(0);
            setOpen(true);
          }}
        />
      </div>
      <div
        id={listId}
        className="options"
        role="listbox"
        aria-multiselectable
        aria-label={props.label}
        hidden={!isOpen}
      >
        {shown.map(({ label, choices }) => (
          <fieldset key={label} aria-label={label || props.label}>
            {label && <div className="options-label">{label}</div>}
            {choices.map((choice) => (
              <div
                key={choice.value}
                id={optionId(choice.value)}
                role="option"
                tabIndex={-1}
                aria-selected={chosen.includes(choice.value)}
                className={choice === activeChoice ? 'active' : ''}
                ref={(element) => {
                  if (choice === activeChoice) element?.scrollIntoView({ block: 'nearest' });
                }}
                onMouseDown={(event) => {
                  // The field keeps the focus.
                  event.preventDefault();
                  toggle(choice.value);
                }}
              >
                <span className="tick">{chosen.includes(choice.value) && <Icon name="check" />}</span>
                <span>
                  {choice.name}
                  {choice.detail && <small>{choice.detail}</small>}
                </span>
              </div>
            ))}
          </fieldset>
        ))}
        {flat.length === 0 && (
          <div className="options-label" role="option" tabIndex={-1} aria-selected={false} aria-disabled>
            Nothing is called “{words}”.
          </div>
        )}
      </div>
    </div>
  );
}
