import { parseGazetteer } from '../classify/gazetteer.ts';
import type { Model } from '../classify/model.ts';
import { addNames } from '../classify/names.ts';
import { parseModel } from '../classify/stored-model.ts';
import type { OpenReviewer } from '../jobs/perspective.ts';
import type { Config } from './config.ts';
import { readModel, shareModel } from './model.ts';
import { readText } from './read-file.ts';

export { openStore } from './local-store.ts';
export { createJudge } from './model.ts';
export { openFetch } from './open-fetch.ts';

type ModelConfig = Pick<Config, 'gazetteer'> & Partial<Pick<Config, 'model'>>;

const shippedAlone = { gazetteer: '' };

/**
 * The shipped model or that of the user's own file, with the organisations of another. Loaded when first asked for, because reading it
 * takes longer than most commands.
 * @throws FaultlineError `file-unreadable`, `model-wrong` or `corpus-wrong` of these files
 */
export async function loadModel({ gazetteer, model: file }: ModelConfig = shippedAlone): Promise<Model> {
  const model = file ? await readModel(file) : await readShipped();
  if (!gazetteer) return model;
  return { ...model, names: addNames(model.names, parseGazetteer(await readText(gazetteer), gazetteer)) };
}

async function readShipped(): Promise<Model> {
  const { default: packed } = await import('../classify/model.json', { with: { type: 'json' } });
  return parseModel(packed);
}

/** Reviewers that share one model, which is loaded when the first is asked for. */
export function createReviewers(config: ModelConfig = shippedAlone): OpenReviewer {
  return shareModel(() => loadModel(config));
}
