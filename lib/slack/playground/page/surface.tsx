import type { AnyBlock, KnownBlock } from '@slack/types';
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Deed } from '../protocol.ts';
import { useScene } from './scene.ts';
import { collectValues, type FieldValue, type Values } from './values.ts';

export type ActionSource = Extract<Deed, { kind: 'action' }>['source'];

/** A message, a modal or the Home, as its elements see it. */
export interface Surface {
  /** What every field holds. */
  values: Values;
  /** What is wrong, by block id. */
  errors: Record<string, string>;
  change(blockId: string, actionId: string, value: FieldValue): void;
  /** Tells the app that an element was used; `value` is what it holds from now on, where it holds something. */
  act(blockId: string, action: { type: string; action_id: string } & Record<string, unknown>, value?: FieldValue): void;
  /** Whether the app has not yet answered to the use of an element. */
  isPending(blockId: string, actionId: string): boolean;
}

const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('this element stands on no surface');
  return surface;
}

const put = (values: Values, blockId: string, actionId: string, value: FieldValue): Values => ({
  ...values,
  [blockId]: { ...values[blockId], [actionId]: value },
});

/** Lets the elements inside speak for a surface. */
export function SurfaceProvider(props: {
  source: ActionSource;
  blocks: readonly AnyBlock[];
  chosen: Values;
  choose(values: (last: Values) => Values): void;
  errors?: Record<string, string>;
  children: ReactNode;
}): ReactNode {
  const { source, chosen, choose, errors = {}, children } = props;
  const { perform } = useScene();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  // Blocks of other types hold no fields.
  const blocks = props.blocks as readonly KnownBlock[];

  const surface: Surface = {
    values: collectValues(blocks, chosen),
    errors,
    change: (blockId, actionId, value) => choose((last) => put(last, blockId, actionId, value)),
    act: (blockId, action, value) => {
      const key = `${blockId}/${action.action_id}`;
      const next = value ? put(chosen, blockId, action.action_id, value) : chosen;
      if (value) choose((last) => put(last, blockId, action.action_id, value));
      setPending((last) => new Set(last).add(key));
      void perform({
        kind: 'action',
        source,
        blockId,
        action: { ...action, block_id: blockId, ...value },
        values: collectValues(blocks, next),
      }).finally(() => setPending((last) => new Set([...last].filter((one) => one !== key))));
    },
    isPending: (blockId, actionId) => pending.has(`${blockId}/${actionId}`),
  };
  return <SurfaceContext value={surface}>{children}</SurfaceContext>;
}

/** A surface that nobody asks for its values as a whole: a message, the Home. */
export function OpenSurface(props: {
  source: ActionSource;
  blocks: readonly AnyBlock[];
  children: ReactNode;
}): ReactNode {
  const [chosen, setChosen] = useState<Values>({});
  return <SurfaceProvider {...props} chosen={chosen} choose={setChosen} />;
}
