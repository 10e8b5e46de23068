import { anyOf, byType, type Check, flag, listOf, oneOf, type Rule, shapeOf, textOf, urlOf } from './rule.ts';

/** What blocks and elements are composed of: https://docs.slack.dev/reference/block-kit/composition-objects */

const isPlain = (most: number): Rule =>
  shapeOf({ type: oneOf('plain_text'), text: textOf({ most }), emoji: flag }, ['text']);

const isMrkdwn = (most: number): Rule =>
  shapeOf({ type: oneOf('mrkdwn'), text: textOf({ most }), verbatim: flag }, ['text']);

/** 3,000 characters at most, wherever it stands: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const longestText = 3000;

/** Plain text only. */
export function plainText(most = longestText): Rule {
  return byType({ plain_text: isPlain(most) });
}

/** Plain text or mrkdwn. */
export function anyText(most = longestText): Rule {
  return anyOf(byType({ plain_text: isPlain(most), mrkdwn: isMrkdwn(most) }));
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const confirm = shapeOf(
  {
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
  ['title', 'text', 'confirm', 'deny'],
);

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object: mrkdwn in checkboxes and radio buttons only */
export function optionOf({ text, hasUrl = false }: { text: 'plain' | 'any'; hasUrl?: boolean }): Rule {
  return shapeOf(
    {
      text: text === 'plain' ? plainText(75) : anyText(75),
      value: textOf({ most: 150 }),
      description: text === 'plain' ? plainText(75) : anyText(75),
      ...(hasUrl ? { url: urlOf(3000) } : {}),
    },
    ['text', 'value'],
  );
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
export const optionGroup = shapeOf(
  { label: plainText(75), options: listOf(optionOf({ text: 'plain' }), { least: 1, most: 100 }) },
  ['label', 'options'],
);

/** https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object */
export const dispatchConfig = shapeOf(
  { trigger_actions_on: listOf(oneOf('on_enter_pressed', 'on_character_entered'), { least: 1, most: 2 }) },
  [],
);

/** https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object */
export const conversationFilter = shapeOf(
  {
    include: listOf(oneOf('im', 'mpim', 'private', 'public'), { least: 1 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
  [],
);

/** Fields of an image, in a block or as an element: an address or a file of Slack's, not both. */
export const imageFields = {
  image_url: urlOf(3000, ['http:', 'https:']),
  slack_file: shapeOf({ id: textOf(), url: urlOf(3000) }, [], hasOne('id', 'url')),
  alt_text: textOf({ most: 2000 }),
};

/** Fields of every element that sends an action. */
export const actionFields = { action_id: textOf({ most: 255 }), confirm, focus_on_load: flag };

/** Exactly one of two fields. */
export function hasOne(one: string, other: string): Check {
  return (value, at, report) => {
    const given = [one, other].filter((name) => value[name] !== undefined && value[name] !== null).length;
    if (given !== 1) report(`must define either \`${one}\` or \`${other}\``, `${at}/type`);
  };
}
