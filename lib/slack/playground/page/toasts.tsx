import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

export interface Toast {
  id: number;
  text: string;
}

/** What went wrong; each stays until it is put away, so that nobody has to read fast. */
export function Toasts({ toasts, close }: { toasts: readonly Toast[]; close(id: number): void }): ReactNode {
  return (
    <div className="toasts" role="alert">
      {toasts.map(({ id, text }) => (
        <div key={id} className="toast">
          <Icon name="warning" />
          <p>{text}</p>
          <button type="button" className="icon-button" aria-label="Put this message away" onClick={() => close(id)}>
            <Icon name="cross" />
          </button>
        </div>
      ))}
    </div>
  );
}
