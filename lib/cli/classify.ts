import { classifyArticle, explainArticle } from '../classify/classify.ts';
import { describeVocabulary } from '../classify/model.ts';
import { loadModel } from '../runtime/local.ts';
import { createGrouping } from '../stories/grouping.ts';
import { createSketch } from '../stories/sketch.ts';
import { type Context, printJson } from './context.ts';
import { readItemLines } from './item-lines.ts';

/**
 * `classify`: items on stdin, a judgement a line on stdout, in order.
 * @returns the exit status: 1 where any line could not be read
 */
export async function runClassify(context: Context, options: { explain?: boolean }): Promise<number> {
  const model = await loadModel(context.config);
  return readItemLines(({ id, draft }) => {
    const { topic, topicScore, sectors, viewpoints } = classifyArticle(model, draft);
    const explanation = options.explain ? { explanation: explainArticle(model, draft) } : {};
    printJson({ id, lang: draft.language, topic, score: topicScore, sectors, viewpoints, ...explanation });
  });
}

/**
 * `group`: items on stdin, the story of each on stdout, in order. A story has the id of the item that began it. Nothing is said before
 * the last item, which may show two stories to be one.
 * @returns the exit status: 1 where any line could not be read
 */
export async function runGroup(context: Context): Promise<number> {
  const model = await loadModel(context.config);
  const vocabulary = describeVocabulary(model);
  const grouping = createGrouping();
  const ids: string[] = [];
  const status = await readItemLines(async ({ id, draft }) => {
    ids.push(id);
    await grouping.place(createSketch({ ...draft, ...classifyArticle(model, draft) }, '', vocabulary), id);
  });
  for (const [i, { storyId }] of grouping.placed().entries()) printJson({ id: ids[i], story: storyId });
  return status;
}
