import type { ReactNode } from 'react';
import type { PlaygroundChannel } from '../protocol.ts';
import { Icon, type IconName } from './icons.tsx';
import { homePlace, writeRoute } from './route.ts';
import { useScene } from './scene.ts';

const icons: Readonly<Record<PlaygroundChannel['kind'], IconName>> = {
  public: 'hash',
  private: 'lock',
  direct: 'bubble',
};

const isDirect = ({ kind }: PlaygroundChannel): boolean => kind === 'direct';

/** Where one can go: channels, direct messages, the app's Home. */
export function Sidebar(props: { place: string; countUnread(channel: string): number; leave(): void }): ReactNode {
  const { place, countUnread, leave } = props;
  const { snapshot, me } = useScene();
  const entry = (id: string, name: string, icon: IconName, unread: number, note = ''): ReactNode => (
    <li key={id}>
      <a
        href={writeRoute({ user: me.id, place: id })}
        className={unread > 0 ? 'unread' : ''}
        {...(id === place ? { 'aria-current': 'page' as const } : {})}
        onClick={leave}
      >
        <Icon name={icon} />
        <span className="name">{name}</span>
        {note && <small>{note}</small>}
        {unread > 0 && (
          <span className="count">
            {unread}
            <span className="unseen"> unread</span>
          </span>
        )}
      </a>
    </li>
  );
  const list = (isWanted: (channel: PlaygroundChannel) => boolean): ReactNode => (
    <ul>
      {snapshot.channels
        .filter(isWanted)
        .map(({ id, name, kind, isArchived }) =>
          entry(
            id,
            kind === 'direct' ? snapshot.app.name : name,
            icons[kind],
            countUnread(id),
            isArchived ? 'archived' : '',
          ),
        )}
    </ul>
  );
  return (
    <nav className="places" aria-label="Channels and apps">
      <h2>Channels</h2>
      {list((channel) => !isDirect(channel))}
      {snapshot.channels.some(isDirect) && (
        <>
          <h2>Direct messages</h2>
          {list(isDirect)}
        </>
      )}
      <h2>Apps</h2>
      <ul>{entry(homePlace, `${snapshot.app.name} Home`, 'home', 0, snapshot.app.installed ? '' : 'not installed')}</ul>
    </nav>
  );
}
