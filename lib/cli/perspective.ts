import { loadPerspective, type Perspective } from '../jobs/perspective.ts';
import type { Store } from '../jobs/ports.ts';
import type { Context } from './context.ts';

/** How the workspace of the command line sees the archive. The model is loaded only where it has corrections. */
export function openPerspective(context: Context, store: Pick<Store, 'corrections' | 'stories'>): Promise<Perspective> {
  return loadPerspective(store, context.config.team, async (adjustment) => {
    const { createReviewers } = await import('../runtime/local.ts');
    return createReviewers(context.config)(adjustment);
  });
}
