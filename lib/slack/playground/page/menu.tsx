import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export interface MenuItem {
  key: string;
  label: ReactNode;
  isDanger?: boolean;
  /** Opens in a tab of its own when the item is chosen. */
  href?: string;
  choose(): void;
}

/** A button that opens a menu: arrow keys move, Escape and a press elsewhere close. */
export function Menu(props: {
  /** What the button is called where its face has no words. */
  label?: string;
  face: ReactNode;
  items: readonly MenuItem[];
  className?: string;
  isDisabled?: boolean;
  onOpen?: (() => void) | undefined;
}): ReactNode {
  const { label, face, items, className = '', isDisabled = false, onOpen } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent): void => {
    const choices = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = choices.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + choices.length, Home: 0, End: choices.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choices[to % choices.length]?.focus();
  };

  const opened = (isOpen: boolean): void => {
    button.current?.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen || !button.current || !list.current || list.current.contains(document.activeElement)) return;
    placeBeside(button.current, list.current);
    list.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    onOpen?.();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded="false"
        popoverTarget={id}
        disabled={isDisabled}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          list.current?.showPopover();
          // Before the browser tells that it is open: the next key may be faster.
          opened(true);
        }}
      >
        {face}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label ?? 'Menu'}
        className="menu"
        onToggle={(event) => opened(event.newState === 'open')}
        onKeyDown={move}
      >
        {items.map(({ key, label: words, isDanger, href, choose }) => {
          const shared = {
            role: 'menuitem',
            tabIndex: -1,
            className: isDanger ? 'danger' : '',
            onClick: () => {
              list.current?.hidePopover();
              choose();
            },
          };
          return href ? (
            <a key={key} {...shared} href={href} target="_blank" rel="noreferrer noopener">
              {words}
            </a>
          ) : (
            <button key={key} type="button" {...shared}>
              {words}
            </button>
          );
        })}
      </div>
    </>
  );
}

/** Puts a list under its button, or over it where there is no room, inside the window. */
function placeBeside(button: HTMLElement, list: HTMLElement): void {
  const margin = 8;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = at.bottom + 4;
  const top = below + height + margin > window.innerHeight ? Math.max(margin, at.top - 4 - height) : below;
  const left = Math.min(Math.max(margin, at.right - width), window.innerWidth - width - margin);
  list.style.top = `${top}px`;
  list.style.left = `${left}px`;
}
