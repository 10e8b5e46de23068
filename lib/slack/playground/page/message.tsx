import type { ReactNode } from 'react';
import type { PlaygroundMessage } from '../protocol.ts';
import { BlockList } from './blocks.tsx';
import { Avatar, Icon } from './icons.tsx';
import { KeptText } from './kept-blocks.tsx';
import { useScene } from './scene.ts';
import { OpenSurface } from './surface.tsx';
import { nameHour, nameMoment, readTs } from './times.ts';

/** Who tells what went wrong with a command. */
const slackbot = 'USLACKBOT';

/** Who wrote something, as people read it. */
export function useAuthor(): (user: string) => { name: string; isApp: boolean } {
  const { snapshot } = useScene();
  return (user) => {
    if (user === snapshot.app.userId) return { name: snapshot.app.name, isApp: true };
    if (user === slackbot) return { name: 'Slackbot', isApp: true };
    return { name: snapshot.users.find(({ id }) => id === user)?.realName ?? user, isApp: false };
  };
}

export interface ThreadSummary {
  replies: number;
  lastTs: string;
}

/** One message of a channel or a thread. */
export function MessageView(props: {
  channel: string;
  message: PlaygroundMessage;
  /** Absent where there are no replies, or they stand below anyway. */
  thread?: ThreadSummary | undefined;
  openThread?: () => void;
}): ReactNode {
  const { channel, message, thread, openThread } = props;
  const { me } = useScene();
  const { name, isApp } = useAuthor()(message.user);
  const time = readTs(message.ts);
  return (
    <article
      className={message.ephemeralTo ? 'message ephemeral' : 'message'}
      aria-label={`${name}, ${nameHour(time, me.timezone)}`}
      data-ts={message.ts}
    >
      <Avatar name={name} isApp={isApp} seed={message.user} />
      <div className="message-body">
        {message.ephemeralTo && (
          <p className="only-you">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        <p className="byline">
          <b>{name}</b>
          {isApp && <span className="badge">App</span>}
          <time dateTime={new Date(time).toISOString()} title={nameMoment(time, me.timezone)}>
            {nameHour(time, me.timezone)}
          </time>
        </p>
        <OpenSurface source={{ kind: 'message', channel, ts: message.ts }} blocks={message.blocks}>
          {message.blocks.length > 0 ? (
            <BlockList blocks={message.blocks} />
          ) : (
            <KeptText text={{ type: 'mrkdwn', text: message.text }} />
          )}
        </OpenSurface>
        {message.isEdited && <p className="edited">(edited)</p>}
        {message.files.map((file) => (
          <FileView key={file.id} file={file} />
        ))}
        {thread && (
          <button type="button" className="thread-link" onClick={openThread}>
            <Icon name="bubble" />
            <b>{thread.replies === 1 ? '1 reply' : `${thread.replies} replies`}</b>
            <span>last at {nameHour(readTs(thread.lastTs), me.timezone)}</span>
          </button>
        )}
      </div>
    </article>
  );
}

function FileView({ file }: { file: PlaygroundMessage['files'][number] }): ReactNode {
  if (file.mimeType.startsWith('image/')) {
    return (
      <figure className="file">
        <figcaption>{file.title}</figcaption>
        <img src={file.url} alt={file.altText} />
      </figure>
    );
  }
  return (
    <p className="file">
      <a href={file.url} download={file.title}>
        {file.title}
      </a>
    </p>
  );
}
