import manifest from '../../package.json' with { type: 'json' };
import { classifyArticle, findEvidence } from '../classify/classify.ts';
import { type Adjustment, adjustModel, describeVocabulary, type Model, parseModel } from '../classify/model.ts';
import { createFetch } from '../feeds/fetch.ts';
import type { Reviewer } from '../jobs/perspective.ts';
import type { Judge } from '../jobs/place.ts';
import type { Fetch } from '../jobs/ports.ts';
import { type ServedPage, servePlayground } from '../slack/playground/server.ts';
import type { Config } from './config.ts';

export { openStore } from './local-store.ts';

/** The guarded HTTP fetch; `close` ends its idle connections. */
export function openFetch(config: Pick<Config, 'allowPrivate' | 'contact'>): { fetch: Fetch; close(): Promise<void> } {
  const contact = config.contact ? `; ${config.contact}` : '';
  return createFetch({
    allowPrivate: config.allowPrivate,
    userAgent: `Faultline/${manifest.version} (feed reader${contact})`,
  });
}

/**
 * The shipped model. Loaded when first asked for, because reading it takes longer than most commands.
 */
export async function loadModel(): Promise<Model> {
  const { default: packed } = await import('../classify/model.json', { with: { type: 'json' } });
  return parseModel(packed);
}

/** Judges again for a workspace (`OpenReviewer`). */
export async function openReviewer(adjustment: Adjustment | undefined): Promise<Reviewer> {
  const shipped = await loadModel();
  const model = adjustment ? adjustModel(shipped, adjustment) : shipped;
  return {
    classify: (draft) => classifyArticle(model, draft),
    findEvidence: (draft, label) => findEvidence(model, draft, label),
  };
}

/** The judge that ingests use: the shipped model for labels and for how telling a word is. */
export function createJudge(model: Model): Judge {
  return { classify: (draft) => classifyArticle(model, draft), vocabulary: describeVocabulary(model) };
}

/**
 * The playground's page on this machine.
 * @throws FaultlineError `port-taken`
 */
export function servePage(options: { port: number; render: () => Promise<string> }): Promise<ServedPage> {
  return servePlayground(options);
}
