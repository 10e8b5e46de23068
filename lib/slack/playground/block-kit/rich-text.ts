import { byType, flag, listOf, numberOf, oneOf, type Rule, shapeOf, textOf, urlOf } from './rule.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

const always: Rule = () => undefined;
const style = shapeOf({ bold: flag, italic: flag, strike: flag, code: flag, underline: flag }, []);
const link = urlOf(3000, ['http:', 'https:', 'mailto:', 'slack:']);

function inline(fields: Readonly<Record<string, Rule>>, required: readonly string[]): Rule {
  return shapeOf({ type: always, style, ...fields }, required);
}

const inlines: Readonly<Record<string, Rule>> = {
  text: inline({ text: textOf() }, ['text']),
  link: inline({ url: link, text: textOf(), unsafe: flag }, ['url']),
  user: inline({ user_id: textOf() }, ['user_id']),
  channel: inline({ channel_id: textOf() }, ['channel_id']),
  usergroup: inline({ usergroup_id: textOf() }, ['usergroup_id']),
  team: inline({ team_id: textOf() }, ['team_id']),
  emoji: inline({ name: textOf(), unicode: textOf(), url: link }, ['name']),
  date: inline({ timestamp: numberOf(), format: textOf(), url: link, fallback: textOf() }, ['timestamp', 'format']),
  broadcast: inline({ range: oneOf('here', 'channel', 'everyone') }, ['range']),
  color: inline({ value: textOf() }, ['value']),
};

const border = oneOf(0, 1);
const section = shapeOf({ type: always, elements: listOf(byType(inlines)) }, ['elements']);
const quote = shapeOf({ type: always, elements: listOf(byType(inlines)), border }, ['elements']);

export const richText = shapeOf(
  {
    type: always,
    block_id: textOf({ most: 255 }),
    elements: listOf(
      byType({
        rich_text_section: section,
        rich_text_list: shapeOf(
          {
            type: always,
            elements: listOf(byType({ rich_text_section: section }), { least: 1 }),
            style: oneOf('bullet', 'ordered'),
            indent: numberOf({ least: 0, most: 8 }),
            offset: numberOf({ least: 0 }),
            border,
          },
          ['elements', 'style'],
        ),
        rich_text_quote: quote,
        rich_text_preformatted: quote,
      }),
      { least: 1 },
    ),
  },
  ['elements'],
);
