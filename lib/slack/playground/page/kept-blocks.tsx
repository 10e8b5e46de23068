import type {
  AlertBlock,
  DividerBlock,
  HeaderBlock,
  MarkdownBlock,
  RichTextBlock,
  RichTextElement,
  TableBlock,
  TextObject,
} from '@slack/types';
import type { ReactNode } from 'react';
import { Message, type MessageProps, type Block as RenderedBlock } from 'slack-blocks-to-jsx';
import { parseMrkdwn, unescapeSlack } from './mrkdwn.ts';
import { useScene } from './scene.ts';
import { fillDate } from './times.ts';

/** Blocks that have nothing to press in them. */
type StillBlock = AlertBlock | HeaderBlock | MarkdownBlock | RichTextBlock | TableBlock | DividerBlock;

/** A name that stands for somebody or something; a loud one calls the reader. */
function Mention({ text, isBold, isLoud }: { text: string; isBold: boolean; isLoud: boolean }): ReactNode {
  const Name = isBold ? 'b' : 'span';
  return <Name className={isLoud ? 'mention loud' : 'mention'}>{text}</Name>;
}

function UserName({ id, isBold }: { id: string; isBold: boolean }): ReactNode {
  const { snapshot, me } = useScene();
  const user = snapshot.users.find((one) => one.id === id);
  const name = user?.realName ?? (id === snapshot.app.userId ? snapshot.app.name : id);
  return <Mention isBold={isBold || id === me.id} isLoud={id === me.id} text={`@${name}`} />;
}

function ChannelName({ id, isBold }: { id: string; isBold: boolean }): ReactNode {
  const { snapshot } = useScene();
  const name = snapshot.channels.find((one) => one.id === id)?.name ?? id;
  return <Mention isBold={isBold} isLoud={false} text={`#${name}`} />;
}

function LocalTime({ seconds, pattern }: { seconds: number; pattern: string }): ReactNode {
  const { me } = useScene();
  return <time dateTime={new Date(seconds * 1000).toISOString()}>{fillDate(seconds, pattern, me.timezone)}</time>;
}

const broadcast = (range: string) => (): ReactNode => <Mention isBold isLoud text={`@${range}`} />;

/** An address that may stand behind a link. */
export function isFollowable(href: string): boolean {
  return ['http:', 'https:', 'mailto:'].includes(URL.parse(href)?.protocol ?? '');
}

// The renderer keeps the hooks of its first rendering, so they read what changes from our own context.
const hooks: NonNullable<MessageProps['hooks']> = {
  user: ({ id, style }) => <UserName id={id} isBold={style?.bold === true} />,
  channel: ({ id, style }) => <ChannelName id={id} isBold={style?.bold === true} />,
  atChannel: broadcast('channel'),
  atEveryone: broadcast('everyone'),
  atHere: broadcast('here'),
  date: ({ timestamp, format }) => <LocalTime seconds={Number(timestamp)} pattern={format} />,
  link: ({ href, children, className }) =>
    isFollowable(href) ? (
      <a className={className} href={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    ) : (
      <span className={className}>{children}</span>
    ),
};

/**
 * A block as slack-blocks-to-jsx reads it right. It takes `plain_text` and `raw_text` for Markdown, and unescapes mrkdwn before it
 * looks for markup, so that text which Slack shows as it is would become links and mentions: such text goes in as rich text, which it
 * takes literally, or with `verbatim`. Its own types are narrower than Slack's in trifles.
 */
function prepareBlock(block: StillBlock): RenderedBlock {
  switch (block.type) {
    case 'header':
      return {
        ...block,
        text: { ...block.text, text: unescapeSlack(block.text.text), verbatim: true },
      } as RenderedBlock;
    case 'alert': {
      const text = flatten(toRichText(block.text));
      return { ...block, text: { type: 'plain_text', text, verbatim: true } } as RenderedBlock;
    }
    case 'table':
      return {
        ...block,
        rows: block.rows.map((row) => row.map((cell) => (cell.type === 'rich_text' ? cell : literal(cell.text)))),
      } as RenderedBlock;
    default:
      return block as RenderedBlock;
  }
}

function literal(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

function toRichText(text: TextObject): RichTextBlock {
  return text.type === 'mrkdwn' ? parseMrkdwn(text.text) : literal(unescapeSlack(text.text));
}

/** The words of rich text, without what they look like. */
function flatten({ elements }: RichTextBlock): string {
  return elements
    .flatMap((part): RichTextElement[] =>
      part.type === 'rich_text_list' ? part.elements.flatMap((item) => item.elements) : part.elements,
    )
    .map((element) => {
      if (element.type === 'text') return element.text;
      return element.type === 'link' ? (element.text ?? element.url) : '';
    })
    .join('');
}

/** The words of a text object, for those who do not see what it stands beside; at most its first line. */
export function nameText(text: TextObject): string {
  return flatten(toRichText(text)).trim().split('\n')[0] ?? '';
}

/** One block that only shows something. */
export function KeptBlock({ block }: { block: StillBlock }): ReactNode {
  const { theme } = useScene();
  // The renderer makes an id of the document out of it; the same block may stand in a channel and in a thread.
  const { block_id: _, ...prepared } = prepareBlock(block);
  return <Message blocks={[prepared as RenderedBlock]} logo="" name="" theme={theme} hooks={hooks} withoutWrapper />;
}

/** A text object of any block or element. */
export function KeptText({ text }: { text: TextObject }): ReactNode {
  return <KeptBlock block={toRichText(text)} />;
}
