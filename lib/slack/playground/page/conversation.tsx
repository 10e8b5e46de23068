import { Fragment, type ReactNode, useLayoutEffect, useRef } from 'react';
import type { PlaygroundChannel, PlaygroundMessage } from '../protocol.ts';
import { Icon } from './icons.tsx';
import { MessageView, type ThreadSummary } from './message.tsx';
import { useScene } from './scene.ts';
import { nameDay, readTs } from './times.ts';

const isReply = ({ ts, threadTs }: PlaygroundMessage): boolean => threadTs !== undefined && threadTs !== ts;

function summarizeThreads(messages: readonly PlaygroundMessage[]): Map<string, ThreadSummary> {
  const threads = new Map<string, ThreadSummary>();
  for (const { ts, threadTs } of messages.filter(isReply)) {
    if (threadTs) threads.set(threadTs, { replies: (threads.get(threadTs)?.replies ?? 0) + 1, lastTs: ts });
  }
  return threads;
}

/**
 * Shows the newest message: its end, or its beginning where it is too long to be seen at once.
 * @returns whether it is the end
 */
function showNewest(box: HTMLElement): boolean {
  const newest = [...box.querySelectorAll('article')].at(-1);
  const isLong = newest !== undefined && newest.offsetHeight > box.clientHeight;
  box.scrollTop = isLong ? newest.offsetTop - box.offsetTop : box.scrollHeight;
  return !isLong;
}

/**
 * The messages of a channel, oldest first. The newest stays in sight while one is at the end, and comes into sight where it answers
 * what one did.
 */
export function Conversation({ channel }: { channel: PlaygroundChannel }): ReactNode {
  const { snapshot, me, go } = useScene();
  const messages = snapshot.messages[channel.id] ?? [];
  const threads = summarizeThreads(messages);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const shown = useRef<string>(undefined);
  const newest = messages.filter((message) => !isReply(message)).at(-1);

  // After every drawing: what is at the end stays there, whatever made the messages longer.
  useLayoutEffect(() => {
    if (!box.current) return;
    const isNew = shown.current !== newest?.ts;
    const isOwn = newest?.user === me.id || newest?.ephemeralTo === me.id;
    if (isNew && (isOwn || isAtEnd.current)) isAtEnd.current = showNewest(box.current);
    else if (isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
    shown.current = newest?.ts;
  });

  let day = '';
  return (
    <section
      ref={box}
      className="conversation"
      aria-label="Messages"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
    >
      {messages.length === 0 && <p className="empty">Nothing was said here yet.</p>}
      {messages
        .filter((message) => !isReply(message))
        .map((message) => {
          const own = nameDay(readTs(message.ts), me.timezone);
          const isNewDay = own !== day;
          day = own;
          return (
            <Fragment key={message.ts}>
              {isNewDay && (
                <h3 className="day">
                  <span>{own}</span>
                </h3>
              )}
              <MessageView
                channel={channel.id}
                message={message}
                thread={threads.get(message.ts)}
                openThread={() => go({ thread: message.ts })}
              />
            </Fragment>
          );
        })}
    </section>
  );
}

/** A message with its replies. */
export function ThreadPanel(props: {
  channel: PlaygroundChannel;
  root: PlaygroundMessage;
  /** Whether it stands in the main part of the page, over the channel. */
  isInside: boolean;
}): ReactNode {
  const { channel, root, isInside } = props;
  const { snapshot, go } = useScene();
  const replies = (snapshot.messages[channel.id] ?? []).filter(
    (message) => isReply(message) && message.threadTs === root.ts,
  );
  const Panel = isInside ? 'section' : 'aside';
  return (
    <Panel className="thread" aria-label="Thread">
      <header className="pane-header">
        <h2>Thread</h2>
        <button type="button" className="icon-button" aria-label="Close the thread" onClick={() => go({ thread: '' })}>
          <Icon name="cross" />
        </button>
      </header>
      <section className="conversation" aria-label="Messages of the thread" tabIndex={0}>
        <MessageView channel={channel.id} message={root} />
        <h3 className="day">
          <span>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
        </h3>
        {replies.map((message) => (
          <MessageView key={message.ts} channel={channel.id} message={message} />
        ))}
      </section>
    </Panel>
  );
}
