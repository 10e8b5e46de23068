import { classifyArticle, findEvidence } from '../classify/classify.ts';
import { adjustModel, describeVocabulary, type Model } from '../classify/model.ts';
import { parseModel } from '../classify/stored-model.ts';
import { describeError, FaultlineError } from '../errors.ts';
import type { OpenReviewer } from '../jobs/perspective.ts';
import type { Judge } from '../jobs/place.ts';
import { readText } from './read-file.ts';

/**
 * The model of a file.
 * @throws FaultlineError `file-unreadable`, or `model-wrong` as `parseModel` does
 */
export async function readModel(file: string): Promise<Model> {
  const text = await readText(file);
  let packed: unknown;
  try {
    packed = JSON.parse(text);
  } catch (error) {
    throw new FaultlineError('model-wrong', { why: describeError(error) }, error);
  }
  return parseModel(packed);
}

/** Reviewers that share one model, which is loaded when the first is asked for. */
export function shareModel(load: () => Promise<Model>): OpenReviewer {
  let loading: Promise<Model> | undefined;
  return async (adjustment) => {
    loading ??= load();
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
