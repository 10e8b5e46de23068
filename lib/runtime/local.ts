import manifest from '../../package.json' with { type: 'json' };
import { classifyArticle, findEvidence } from '../classify/classify.ts';
import { parseGazetteer } from '../classify/gazetteer.ts';
import { adjustModel, describeVocabulary, type Model } from '../classify/model.ts';
import { addNames } from '../classify/names.ts';
import { parseModel } from '../classify/stored-model.ts';
import { createFetch } from '../feeds/fetch.ts';
import type { OpenReviewer } from '../jobs/perspective.ts';
import type { Judge } from '../jobs/place.ts';
import type { Fetch } from '../jobs/ports.ts';
import type { Config } from './config.ts';
import { readText } from './read-file.ts';

export { openStore } from './local-store.ts';

/** The guarded HTTP fetch; `close` ends its idle connections. */
export function openFetch(config: Pick<Config, 'allowPrivate' | 'contact'>): { fetch: Fetch; close(): Promise<void> } {
  const contact = config.contact ? `; ${config.contact}` : '';
  return createFetch({
    allowPrivate: config.allowPrivate,
    userAgent: `Faultline/${manifest.version} (feed reader${contact})`,
  });
}

const shippedAlone = { gazetteer: '' };

/**
 * The shipped model, with the organisations of the user's own file. Loaded when first asked for, because reading it takes longer than
 * most commands.
 * @throws FaultlineError `file-unreadable` or `corpus-wrong` of that file
 */
export async function loadModel({ gazetteer }: Pick<Config, 'gazetteer'> = shippedAlone): Promise<Model> {
  const { default: packed } = await import('../classify/model.json', { with: { type: 'json' } });
  const model = parseModel(packed);
  if (!gazetteer) return model;
  return { ...model, names: addNames(model.names, parseGazetteer(await readText(gazetteer), gazetteer)) };
}

/** Reviewers that share one model, which is loaded when the first is asked for. */
export function createReviewers(config: Pick<Config, 'gazetteer'> = shippedAlone): OpenReviewer {
  let loading: Promise<Model> | undefined;
  return async (adjustment) => {
    loading ??= loadModel(config);
    const shipped = await loading;
    const model = adjustment ? adjustModel(shipped, adjustment) : shipped;
    return {
      classify: (draft) => classifyArticle(model, draft),
      findEvidence: (draft, label) => findEvidence(model, draft, label),
    };
  };
}

/** The judge that ingests use: the shipped model for labels and for how telling a word is. */
export function createJudge(model: Model): Judge {
  return { classify: (draft) => classifyArticle(model, draft), vocabulary: describeVocabulary(model) };
}
