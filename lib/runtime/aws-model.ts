import type { OpenReviewer } from '../jobs/perspective.ts';
import type { Judge } from '../jobs/place.ts';
import { missingSetting, once, settings } from './aws.ts';

/** The model and what reads it are loaded when they are first needed: where nobody corrected anything, a digest needs neither. */
const model = once(async () => {
  const { model: file } = settings();
  if (!file) throw missingSetting('FAULTLINE_MODEL');
  const { readModel } = await import('./model.ts');
  return readModel(file);
});

/** @throws FaultlineError `setting-wrong`, and as `readModel` does */
export async function judge(): Promise<Judge> {
  const { createJudge } = await import('./model.ts');
  return createJudge(await model());
}

/** Reviewers that share the model. */
export const openReviewer: OpenReviewer = async (adjustment) => {
  const { shareModel } = await import('./model.ts');
  return shareModel(model)(adjustment);
};
