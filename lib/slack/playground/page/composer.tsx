import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Deed, PlaygroundChannel } from '../protocol.ts';
import { nameChannel } from './choices.ts';
import { completeCommand, readWriting, type Writing } from './completion.ts';
import { Icon } from './icons.tsx';
import { useScene } from './scene.ts';

/** The id of the field in the document, for what puts words into it. */
export const composerId = 'composer';

const countCommands = (count: number): string => (count === 1 ? '1 command fits' : `${count} commands fit`);

function nameDeed(writing: Exclude<Writing, { kind: 'other-command' }>, channel: string, text: string): Deed {
  switch (writing.kind) {
    case 'command':
      return { kind: 'command', channel, text: writing.text };
    case 'invite':
      return { kind: 'membership', channel, deed: 'invite-app' };
    case 'text':
      return { kind: 'say', channel, text };
  }
}

/** Where one writes; commands are completed as they are typed. */
export function Composer(props: { channel: PlaygroundChannel; text: string; setText(text: string): void }): ReactNode {
  const { channel, text, setText } = props;
  const { snapshot, perform, warn, tried } = useScene();
  const { command, hints, installed } = snapshot.app;
  const name = nameChannel(channel, snapshot.app.name);
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [active, setActive] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const completions = isClosed || !installed ? [] : completeCommand(text, command, hints);
  const current = completions[Math.min(active, completions.length - 1)];
  const write = (next: string): void => {
    setText(next);
    setActive(0);
    setClosed(false);
  };

  const send = async (): Promise<void> => {
    const written = text.trim();
    if (written === '' || isBusy) return;
    const writing = readWriting(written, snapshot.app);
    if (writing.kind === 'other-command') {
      warn(`“${writing.name}” is no command of this workspace. Try ${command} help.`);
      return;
    }
    write('');
    setBusy(true);
    const isDone = await perform(nameDeed(writing, channel.id, written));
    setBusy(false);
    if (!isDone) write(written);
    else if (writing.kind === 'command') {
      if (writing.text.startsWith('latest')) tried('latest');
      if (writing.text.startsWith('subscribe')) tried('subscribe');
    }
  };

  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (current && step !== undefined) {
      event.preventDefault();
      setActive((completions.indexOf(current) + step + completions.length) % completions.length);
    } else if (current && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      write(current.text);
    } else if (current && event.key === 'Escape') {
      event.preventDefault();
      setClosed(true);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // A line that adds nothing to what stands there is no reason not to send it.
      if (current && current.text.trim() !== text.trim()) write(current.text);
      else void send();
    }
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div id={listId} className="options" role="listbox" aria-label="Commands" hidden={!current}>
        {completions.map((completion, index) => (
          <div
            key={completion.words}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={completion === current}
            className={completion === current ? 'active' : ''}
            ref={(element) => {
              if (completion === current) element?.scrollIntoView({ block: 'nearest' });
            }}
            onMouseDown={(event) => {
              event.preventDefault();
              write(completion.text);
              field.current?.focus();
            }}
          >
            <code>
              {command} {completion.words}
            </code>
            <span>{completion.help}</span>
          </div>
        ))}
      </div>
      <textarea
        ref={field}
        id={composerId}
        rows={1}
        aria-label={`Message ${name}`}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={listId}
        {...(current ? { 'aria-activedescendant': `${listId}-${completions.indexOf(current)}` } : {})}
        placeholder={
          channel.kind === 'direct'
            ? `Type ${command} for commands`
            : `Message ${name}, or type ${command} for commands`
        }
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={press}
      />
      <span className="unseen" role="status">
        {current ? countCommands(completions.length) : ''}
      </span>
      <button type="submit" className="send" aria-label="Send" disabled={text.trim() === '' || isBusy}>
        <Icon name="send" />
      </button>
    </form>
  );
}
