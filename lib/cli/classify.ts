import { classifyArticle, explainArticle } from '../classify/classify.ts';
import { describeVocabulary } from '../classify/model.ts';
import { loadModel } from '../runtime/local.ts';
import { joinStory } from '../stories/place.ts';
import { createSketch } from '../stories/sketch.ts';
import { createSketchIndex } from '../stories/sketch-index.ts';
import { printJson } from './context.ts';
import { readItemLines } from './item-lines.ts';

/**
 * `classify`: items on stdin, a judgement a line on stdout, in order.
 * @returns the exit status: 1 where any line could not be read
 */
export async function runClassify(options: { explain?: boolean }): Promise<number> {
  const model = await loadModel();
  return readItemLines(({ id, draft }) => {
    const { topic, topicScore, sectors, viewpoints } = classifyArticle(model, draft);
    const explanation = options.explain ? { explanation: explainArticle(model, draft) } : {};
    printJson({ id, lang: draft.language, topic, score: topicScore, sectors, viewpoints, ...explanation });
  });
}

/**
 * `group`: items on stdin, the story of each on stdout, in order. A story has the id of the item that began it.
 * @returns the exit status: 1 where any line could not be read
 */
export async function runGroup(): Promise<number> {
  const model = await loadModel();
  const vocabulary = describeVocabulary(model);
  const index = createSketchIndex();
  return readItemLines(({ id, draft }) => {
    const sketch = createSketch({ ...draft, ...classifyArticle(model, draft) }, '', vocabulary);
    const story = joinStory(sketch, index, id);
    printJson({ id, story });
  });
}
