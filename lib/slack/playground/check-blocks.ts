import { isRecord } from './arguments.ts';
import { asAccessory, asImage, inActions, inCard, inContextActions, inInput } from './block-kit/elements.ts';
import { anyText, hasOne, imageFields, plainText } from './block-kit/objects.ts';
import { richText } from './block-kit/rich-text.ts';
import {
  byType,
  type Check,
  flag,
  listOf,
  numberOf,
  oneOf,
  type Report,
  type Rule,
  shapeOf,
  textOf,
} from './block-kit/rule.ts';

const always: Rule = () => undefined;

function block(fields: Readonly<Record<string, Rule>>, required: readonly string[] = [], check?: Check): Rule {
  return shapeOf({ type: always, block_id: textOf({ most: 255 }), ...fields }, required, check);
}

/** At least one of the fields. */
function hasAny(...names: readonly string[]): Check {
  const listed = names.map((name) => `\`${name}\``).join(' or ');
  return (value, at, report) => {
    if (names.every((name) => value[name] === undefined || value[name] === null)) {
      report(`must define either ${listed}`, `${at}/type`);
    }
  };
}

const rawText = shapeOf({ type: always, text: textOf() }, ['text']);
const cell = byType({
  raw_text: rawText,
  raw_number: shapeOf({ type: always, text: textOf(), value: numberOf() }, ['text', 'value']),
  rich_text: richText,
});

/** Blocks of every surface, with the limits of their pages: https://docs.slack.dev/reference/block-kit/blocks */
const everywhere: Readonly<Record<string, Rule>> = {
  actions: block({ elements: listOf(byType(inActions), { least: 1, most: 25 }) }, ['elements']),
  alert: block({ text: anyText(200), level: oneOf('default', 'info', 'warning', 'error', 'success') }, ['text']),
  context: block(
    {
      elements: listOf(
        (value, at, report) =>
          isRecord(value) && value.type === 'image' ? byType(asImage)(value, at, report) : anyText()(value, at, report),
        { least: 1, most: 10 },
      ),
    },
    ['elements'],
  ),
  divider: block({}),
  header: block({ text: plainText(150) }, ['text']),
  image: block({ ...imageFields, title: plainText(2000) }, ['alt_text'], hasOne('image_url', 'slack_file')),
  input: block(
    { label: plainText(2000), hint: plainText(2000), optional: flag, dispatch_action: flag, element: byType(inInput) },
    ['label', 'element'],
  ),
  rich_text: richText,
  section: block(
    {
      text: anyText(),
      fields: listOf(anyText(2000), { least: 1, most: 10 }),
      accessory: byType(asAccessory),
      expand: flag,
    },
    [],
    hasAny('text', 'fields'),
  ),
};

const onlyInMessages: Readonly<Record<string, Rule>> = {
  card: block(
    {
      hero_image: byType(asImage),
      icon: byType(asImage),
      title: anyText(150),
      subtitle: anyText(150),
      body: anyText(200),
      actions: listOf(byType(inCard), { least: 1, most: 3 }),
    },
    [],
    hasAny('hero_image', 'title', 'actions', 'body'),
  ),
  context_actions: block({ elements: listOf(byType(inContextActions), { least: 1, most: 5 }) }, ['elements']),
  markdown: block({ text: textOf({ most: 12_000 }) }, ['text']),
  table: block(
    {
      rows: listOf(listOf(cell, { least: 1, most: 20 }), { least: 1, most: 100 }),
      column_settings: listOf((value, at, report) => value === null || columnSetting(value, at, report), {
        least: 1,
        most: 20,
      }),
    },
    ['rows'],
  ),
};

const columnSetting = shapeOf({ align: oneOf('left', 'center', 'right'), is_wrapped: flag }, []);

const messageBlocks = listOf(byType({ ...everywhere, ...onlyInMessages }), { most: 50 });
const viewBlocks = listOf(byType(everywhere), { most: 100 });

const viewFields = {
  type: always,
  blocks: viewBlocks,
  private_metadata: textOf({ least: 0, most: 3000 }),
  callback_id: textOf({ least: 0, most: 255 }),
  external_id: textOf({ least: 0, most: 255 }),
};

/** https://docs.slack.dev/reference/views */
const modal = shapeOf(
  {
    ...viewFields,
    title: plainText(24),
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
  ['title', 'blocks'],
  ({ blocks, submit }, at, report) => {
    if (!Array.isArray(blocks) || submit) return;
    const input = blocks.findIndex((one) => isRecord(one) && one.type === 'input');
    if (input >= 0) report('must define `submit` to use an `input` block in modals', `${at}/blocks/${input}/input`);
  },
);

const home = shapeOf(viewFields, ['blocks']);

function gather(check: (report: Report) => void): string[] {
  const mistakes: string[] = [];
  check((mistake, at) => mistakes.push(`${mistake} [json-pointer:${at}]`));
  return mistakes;
}

/**
 * What Slack would refuse in the blocks of a message, worded and placed as it does: "must be less than 151 characters
 * [json-pointer:/blocks/0/text/text]". Empty where it takes them.
 */
export function checkMessageBlocks(blocks: unknown): string[] {
  return gather((report) => {
    messageBlocks(blocks, '/blocks', report);
    if (!Array.isArray(blocks)) return;
    checkIds(blocks, '/blocks', report);
    // https://docs.slack.dev/reference/block-kit/blocks/table-block
    if (blocks.filter((one) => isRecord(one) && one.type === 'table').length > 1)
      report('only_one_table_allowed', '/blocks');
  });
}

/** The same of a view; `kinds` are those that the method takes. */
export function checkView(view: unknown, kinds: readonly ('modal' | 'home')[]): string[] {
  const rules = { ...(kinds.includes('modal') ? { modal } : {}), ...(kinds.includes('home') ? { home } : {}) };
  return gather((report) => {
    byType(rules)(view, '/view', report);
    if (isRecord(view) && Array.isArray(view.blocks)) checkIds(view.blocks, '/view/blocks', report);
  });
}

/** A `block_id` occurs once, an `action_id` once in its block, and one element at most asks for the focus. */
function checkIds(blocks: readonly unknown[], at: string, report: Report): void {
  const blockIds = new Set<unknown>();
  let focused = 0;
  for (const [index, one] of blocks.entries()) {
    if (!isRecord(one)) continue;
    const { block_id: blockId } = one;
    if (blockId !== undefined && blockIds.has(blockId)) {
      report(`\`block_id\` "${blockId}" already exists`, `${at}/${index}/block_id`);
    }
    blockIds.add(blockId);
    const actionIds = new Set<unknown>();
    forEachObject(one, `${at}/${index}`, (object, pointer) => {
      const { action_id: actionId } = object;
      if (actionId !== undefined && actionIds.has(actionId)) {
        report(`\`action_id\` "${actionId}" already exists`, `${pointer}/action_id`);
      }
      actionIds.add(actionId);
      if (object.focus_on_load === true) focused += 1;
    });
  }
  if (focused > 1) report('only one element can have `focus_on_load`', at);
}

function forEachObject(value: unknown, at: string, visit: (object: Record<string, unknown>, at: string) => void): void {
  if (isRecord(value)) visit(value, at);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) forEachObject(one, `${at}/${key}`, visit);
}

/**
 * Characters of block text in all, addresses of links and images and what is read out of pictures included: what
 * `chat.postMessage` counts against its undocumented limit (https://github.com/slackapi/bolt-js/issues/2867).
 */
export function countBlockText(blocks: unknown): number {
  let count = 0;
  forEachObject(blocks, '', (object) => {
    for (const name of ['text', 'url', 'image_url', 'alt_text']) {
      const value = object[name];
      if (typeof value === 'string') count += value.length;
    }
  });
  return count;
}

/** Ids of Slack files that blocks show. */
export function findSlackFiles(blocks: unknown): { id: string; at: string }[] {
  const files: { id: string; at: string }[] = [];
  forEachObject(blocks, '/blocks', ({ slack_file: file }, at) => {
    if (isRecord(file) && typeof file.id === 'string') files.push({ id: file.id, at: `${at}/slack_file` });
  });
  return files;
}
