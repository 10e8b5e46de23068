import pMap from 'p-map';
import type { Placement } from '../../jobs/ports.ts';
import { listIndexKeys } from '../../stories/sketch.ts';
import type { Story } from '../../stories/story.ts';
import type { Ages } from './ages.ts';
import type { Condition } from './expression.ts';
import { createDayBook } from './log.ts';
import type { Reading } from './reading.ts';
import { keyOfNewest, writeNewest, writeReplaced } from './revisions.ts';
import { listPostings } from './sketches.ts';
import { writeAbsorbed, writeStory } from './stories.ts';
import { nameStory, type StoryNames } from './story-names.ts';
import { isNew, type Table } from './table.ts';
import { type Step, writeTogether } from './write-together.ts';

interface StoryStep extends Step {
  /** It begins with articles of the placement. */
  isBegun: boolean;
}

/** Stories that are begun side by side. */
const concurrency = 16;

/**
 * Articles, stories and absorbed names must agree, so that they are written in one transaction, which costs twice as much; but for
 * stories that begin with articles of this placement. Nothing leads to such a story before its articles are there: it is written first,
 * and an article alone in its story needs no transaction. Where a process dies in between, whoever places the article again finds the
 * story and goes on with it. The day is noted before, and postings are written after, because they are hints.
 */
export function preparePlacement(
  table: Table,
  names: StoryNames,
  reading: Reading,
  ages: Ages,
): (placement: Placement) => Promise<boolean> {
  const noteDays = createDayBook(table, ages);

  async function place(placement: Placement): Promise<boolean> {
    const { added, revised, stories, sketches } = placement;
    const revisions = await listRevisions(placement);
    if (!revisions) return false;
    const told = listStories(placement);
    const begun = told.filter(({ isBegun }) => isBegun);
    const steps = [...revisions, ...told.filter(({ isBegun }) => !isBegun)];
    if (steps.length === 0) return true;
    const moments = [...added, ...revised].map(({ revisedAt }) => revisedAt);
    await noteDays([...moments, ...stories.map(({ updatedAt }) => updatedAt)]);
    const isBegun = await pMap(begun, ({ item, condition }) => table.put(item, condition), { concurrency });
    if (isBegun.includes(false) || !(await writeTogether(table, steps))) {
      await pMap(
        begun.filter((_, i) => isBegun[i]),
        takeBack,
        { concurrency },
      );
      return false;
    }
    await table.putMany(sketches.flatMap((sketch) => listPostings(sketch, ages)));
    return true;
  }

  /** `undefined` where the stored revisions are not those that the placement takes for granted. */
  async function listRevisions({ added, revised, sketches }: Placement): Promise<Step[] | undefined> {
    const ids = [...added, ...revised].map(({ id }) => id);
    if (new Set(ids).size < ids.length || added.some(({ revision }) => revision !== 1)) return undefined;
    const sketchOf = new Map(sketches.map((sketch) => [sketch.articleId, sketch]));
    const steps: Step[] = added.map((article) => {
      const sketch = sketchOf.get(article.id);
      // What its postings are found by, to delete them with it.
      const posted = sketch && { terms: listIndexKeys(sketch), sketchedAt: sketch.at.toISOString() };
      return { item: { ...writeNewest(article, ages), ...posted }, condition: isNew };
    });
    if (revised.length === 0) return steps;
    const stored = await table.getMany(
      revised.map(({ id }) => keyOfNewest(id)),
      true,
    );
    const byPartition = new Map(stored.map((item) => [item.pk, item]));
    for (const article of revised) {
      const before = byPartition.get(keyOfNewest(article.id).pk);
      if (before?.revision !== article.revision - 1) return undefined;
      const { terms, sketchedAt } = before;
      const item = { ...writeNewest(article, ages), terms, sketchedAt };
      const along = [writeReplaced(before, article)];
      steps.push({ item, condition: isAt('revision', article.revision - 1), along });
    }
    return steps;
  }

  /** Another writer of the same article may have gone on with it. */
  async function takeBack({ item: { pk, sk } }: Step): Promise<void> {
    await table.transact([{ kind: 'remove', key: { pk, sk }, condition: isAt('version', 1) }]);
  }

  function listStories({ added, revised, stories, absorbed = [] }: Placement): StoryStep[] {
    const begun = new Set(added.map(({ storyId }) => storyId));
    const latest = new Set(
      [...added, ...revised].map(({ storyId, revisedAt }) => `${storyId}\n${revisedAt.getTime()}`),
    );
    const steps: StoryStep[] = [];
    for (const story of stories) {
      const isInLog = latest.has(`${story.id}\n${story.updatedAt.getTime()}`);
      const isAgain = story.version === 1 && names.resolve(story.id) !== story.id;
      steps.push({
        item: writeStory(story, ages, isInLog),
        condition: conditionOf(story, isAgain),
        along: isAgain ? [nameStory(story.id, undefined, ages)] : [],
        isBegun: story.version === 1 && !isAgain && isInLog && begun.has(story.id),
      });
    }
    for (const { id, version, into } of absorbed) {
      const [item, name] = writeAbsorbed(id, into, ages);
      steps.push({ item, condition: isAt('version', version), along: [name], isBegun: false });
    }
    return steps;
  }

  return async (placement) => {
    let isPlaced = await place(placement);
    if (!isPlaced && placement.stories.some(({ version }) => version === 1)) {
      // Its articles were forgotten and came again: it is itself once more, whatever it had become part of.
      const isKnown = ({ id }: Story): boolean => names.resolve(id) !== id;
      const known = placement.stories.filter(isKnown).length;
      await names.refresh();
      if (placement.stories.filter(isKnown).length > known) isPlaced = await place(placement);
    }
    reading.noteWrite(isPlaced);
    return isPlaced;
  };
}

function conditionOf(story: Story, isAgain: boolean): Condition {
  if (isAgain) return { expression: 'attribute_not_exists(#version)' };
  return story.version === 1 ? isNew : isAt('version', story.version - 1);
}

function isAt(attribute: string, value: number): Condition {
  return { expression: `#${attribute} = :${attribute}`, values: { [`:${attribute}`]: value } };
}
