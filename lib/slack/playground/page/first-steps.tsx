import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { type Step, useScene } from './scene.ts';

const steps: readonly Step[] = ['latest', 'subscribe', 'menu'];

/** What to try first; a step that was done is ticked. */
export function FirstSteps(props: { done: ReadonlySet<Step>; write(text: string): void; hide(): void }): ReactNode {
  const { done, write, hide } = props;
  const { command } = useScene().snapshot.app;
  const words: Record<Step, ReactNode> = {
    latest: (
      <>
        Type{' '}
        <button type="button" onClick={() => write(`${command} latest`)}>
          {command} latest
        </button>
      </>
    ),
    subscribe: (
      <>
        Then{' '}
        <button type="button" onClick={() => write(`${command} subscribe`)}>
          {command} subscribe
        </button>
      </>
    ),
    menu: 'Open the menu of a story',
  };
  return (
    <section className="first-steps" aria-label="Three first steps">
      <ol>
        {steps.map((step) => (
          <li key={step} className={done.has(step) ? 'done' : ''}>
            {done.has(step) && (
              <>
                <Icon name="check" />
                <span className="unseen">Done: </span>
              </>
            )}
            <span>{words[step]}</span>
          </li>
        ))}
      </ol>
      <button type="button" className="icon-button" aria-label="Hide the first steps" onClick={hide}>
        <Icon name="cross" />
      </button>
    </section>
  );
}
