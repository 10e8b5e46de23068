import type { ReactNode } from 'react';
import { askBefore } from './channel-view.tsx';
import { Avatar, Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { writeRoute } from './route.ts';
import { type Theme, useScene } from './scene.ts';
import { minutesToMorning, nameMoment } from './times.ts';

/** What befalls the workspace as a whole. */
export function WorkspaceMenu(): ReactNode {
  const { snapshot, perform, confirm } = useScene();
  const { team, app } = snapshot;
  const question = askBefore(
    `Uninstall ${app.name}?`,
    `${app.name} loses its access and forgets what it knows of ${team.name}: subscriptions, corrections, settings.`,
    'Uninstall',
  );
  const uninstall = async (): Promise<void> => {
    if (await confirm(question)) await perform({ kind: 'uninstall' });
  };
  return (
    <Menu
      label={`Menu of ${team.name}`}
      className="icon-button"
      face={<Icon name="chevron" />}
      items={[
        app.installed
          ? { key: 'uninstall', label: `Uninstall ${app.name}`, isDanger: true, choose: () => void uninstall() }
          : { key: 'install', label: `Install ${app.name} again`, choose: () => void perform({ kind: 'install' }) },
      ]}
    />
  );
}

/** Everyone who can be played, and what each may do. */
export function UserSwitch({ place, isShort }: { place: string; isShort: boolean }): ReactNode {
  const { snapshot, me } = useScene();
  return (
    <nav className="users" aria-label="Who you are">
      {snapshot.users.map(({ id, realName, isAdmin }) => (
        <a key={id} href={writeRoute({ user: id, place })} {...(id === me.id ? { 'aria-current': true } : {})}>
          <Avatar name={realName} isApp={false} seed={id} />
          <span>
            <b>{isShort ? realName.split(' ')[0] : realName}</b>
            <small>{isAdmin ? 'Admin' : 'Member'}</small>
          </span>
        </a>
      ))}
    </nav>
  );
}

/** The workspace's clock, where it can be moved. */
export function ClockControl(): ReactNode {
  const { snapshot, me, perform } = useScene();
  if (!snapshot.clock) return null;
  const now = new Date(snapshot.clock.now);
  const advance = (minutes: number): void => void perform({ kind: 'advance', minutes });
  return (
    <section className="clock" aria-label="Clock of the workspace">
      <Icon name="clock" />
      <time dateTime={snapshot.clock.now} title={`Time zone: ${me.timezone}`}>
        {nameMoment(now, me.timezone)}
      </time>
      <button type="button" onClick={() => advance(60)}>
        +1 hour
      </button>
      <button type="button" onClick={() => advance(minutesToMorning(now, me.timezone))}>
        Next morning
      </button>
    </section>
  );
}

export function ThemeSwitch({ theme, setTheme }: { theme: Theme; setTheme(theme: Theme): void }): ReactNode {
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Change to ${other} colours`}
      onClick={() => setTheme(other)}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
