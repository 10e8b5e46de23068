import type { ConfirmationDialog, KnownBlock } from '@slack/types';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Deed, OpenModal } from '../protocol.ts';
import { BlockList } from './blocks.tsx';
import { Icon } from './icons.tsx';
import { KeptText } from './kept-blocks.tsx';
import { SceneContext, unexplained, useScene } from './scene.ts';
import { SurfaceProvider } from './surface.tsx';
import { collectValues, type Values } from './values.ts';

const firstField = '.dialog-body :is(input, select, textarea, button, a)';

/** The browser's own dialog: what lies behind it is out of reach, Escape closes. */
function Dialog(props: { className: string; label: string; close(): void; children: ReactNode }): ReactNode {
  const { className, label, close, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    (dialog.current?.querySelector<HTMLElement>(firstField) ?? dialog.current)?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={label}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // A browser may close it in spite of that, at a second Escape.
      onClose={close}
    >
      {children}
    </dialog>
  );
}

/** A modal of the app. `depth` others lie under it. */
export function ModalView({ modal, depth }: { modal: OpenModal; depth: number }): ReactNode {
  const { id, view, errors, isBusy } = modal;
  const scene = useScene();
  const { attempt, perform: performAloud } = scene;
  const label = useId();
  const [chosen, setChosen] = useState<Values>({});
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const wrong = Object.keys(errors).sort().join();
  const isWaiting = isBusy || isSending;
  // Blocks of other types hold no fields.
  const blocks = view.blocks as KnownBlock[];

  useEffect(() => {
    if (wrong) body.current?.querySelector<HTMLElement>('.wrong :is(input, select, textarea)')?.focus();
  }, [wrong]);

  if (view.type !== 'modal') return null;
  /** What goes wrong is told in the modal: nothing behind it is within reach. */
  const perform = async (deed: Deed): Promise<boolean> => {
    const { ok, error = unexplained } = await attempt(deed);
    setFailure(ok ? '' : error);
    return ok;
  };
  const close = (): void => void performAloud({ kind: 'close', modal: id });
  const submit = async (): Promise<void> => {
    if (isWaiting) return;
    setSending(true);
    await perform({ kind: 'submit', modal: id, values: collectValues(blocks, chosen) });
    setSending(false);
  };

  return (
    <Dialog className="dialog" label={label} close={close}>
      <form
        noValidate
        aria-busy={isWaiting}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header className="dialog-header">
          <h2 id={label}>{view.title.text}</h2>
          <button type="button" className="icon-button" aria-label={depth > 0 ? 'Back' : 'Close'} onClick={close}>
            <Icon name="cross" />
          </button>
        </header>
        <div ref={body} className="dialog-body">
          <SceneContext value={{ ...scene, perform, warn: setFailure }}>
            <SurfaceProvider
              source={{ kind: 'modal', id }}
              blocks={blocks}
              chosen={chosen}
              choose={setChosen}
              errors={errors}
            >
              <BlockList blocks={blocks} />
            </SurfaceProvider>
          </SceneContext>
        </div>
        <footer className="dialog-footer">
          <p role="status">{isWaiting ? 'Working…' : wrong ? 'Please look at the marked fields.' : failure}</p>
          <button type="button" className="button" onClick={close}>
            {view.close?.text ?? (view.submit ? 'Cancel' : 'Close')}
          </button>
          {view.submit && (
            <button type="submit" className="button primary" aria-disabled={isWaiting}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** Asks whether something shall be done. */
export function ConfirmView(props: { question: ConfirmationDialog; answer(isSure: boolean): void }): ReactNode {
  const { question, answer } = props;
  const { title, text, confirm, deny, style = 'primary' } = question;
  const label = useId();
  return (
    <Dialog className="dialog confirm" label={label} close={() => answer(false)}>
      <header className="dialog-header">
        <h2 id={label}>{title?.text ?? 'Are you sure?'}</h2>
      </header>
      <div className="dialog-body">
        <KeptText text={text} />
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={() => answer(false)}>
          {deny?.text ?? 'Cancel'}
        </button>
        <button type="button" className={`button ${style}`} onClick={() => answer(true)}>
          {confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}
