import type { ConfirmationDialog } from '@slack/types';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Deed, Snapshot } from '../protocol.ts';
import { ChannelView } from './channel-view.tsx';
import { composerId } from './composer.tsx';
import { type Connection, useConnection } from './connection.ts';
import { ThreadPanel } from './conversation.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HomeView } from './home-view.tsx';
import { Icon } from './icons.tsx';
import { useAuthor } from './message.tsx';
import { ConfirmView, ModalView } from './modal.tsx';
import { homePlace, parseRoute, type Route, writeRoute } from './route.ts';
import { type Scene, SceneContext, type Step, type Theme, unexplained, useScene } from './scene.ts';
import { Sidebar } from './sidebar.tsx';
import { type Toast, Toasts } from './toasts.tsx';
import { ClockControl, ThemeSwitch, UserSwitch, WorkspaceMenu } from './top-bar.tsx';
import { useArrivals, useUnread } from './unread.ts';

const hashStore = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

const mediaStore =
  (query: string) =>
  (changed: () => void): (() => void) => {
    const media = window.matchMedia(query);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  };

const darkQuery = '(prefers-color-scheme: dark)';
const narrowQuery = '(max-width: 52rem)';
const listenDark = mediaStore(darkQuery);
const listenNarrow = mediaStore(narrowQuery);

/** Something that the browser keeps for this page. */
function useKept(name: string): [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => window.localStorage.getItem(name));
  const keep = (next: string): void => {
    window.localStorage.setItem(name, next);
    setValue(next);
  };
  return [value, keep];
}

/** The colours that were chosen, else those of the system. */
function useTheme(): [Theme, (theme: Theme) => void] {
  const [kept, keep] = useKept('playground-theme');
  const isDark = useSyncExternalStore(listenDark, () => window.matchMedia(darkQuery).matches);
  const theme: Theme = kept === 'dark' || kept === 'light' ? kept : isDark ? 'dark' : 'light';
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, keep];
}

/** The whole page. */
export function Playground(): ReactNode {
  const hash = useSyncExternalStore(hashStore, () => window.location.hash);
  const route = useMemo(() => parseRoute(hash), [hash]);
  const connection = useConnection(route.user);
  if (connection.snapshot) {
    return <Workspace route={route} connection={connection} snapshot={connection.snapshot} />;
  }
  return (
    <main className="waiting">
      <p role="status">
        {connection.isOnline ? 'Opening the workspace…' : 'The playground does not answer. Is it still running?'}
      </p>
    </main>
  );
}

function Workspace(props: { route: Route; connection: Connection; snapshot: Snapshot }): ReactNode {
  const { route, connection, snapshot } = props;
  const [theme, setTheme] = useTheme();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const [question, setQuestion] = useState<{ ask: ConfirmationDialog; answer(isSure: boolean): void }>();
  const [done, setDone] = useState<ReadonlySet<Step>>(new Set());
  const nextToast = useRef(0);
  const { perform: send } = connection;

  const warn = useCallback((text: string): void => {
    nextToast.current += 1;
    const toast = { id: nextToast.current, text };
    setToasts((last) => [...last.slice(-2), toast]);
  }, []);
  const perform = useCallback(
    async (deed: Deed): Promise<boolean> => {
      const { ok, error } = await send(deed);
      if (!ok) warn(error ?? unexplained);
      return ok;
    },
    [send, warn],
  );
  const me = snapshot.users.find(({ id }) => id === snapshot.me);
  if (!me) throw new Error(`nobody is called ${snapshot.me}`);

  const scene: Scene = {
    snapshot,
    me,
    theme,
    attempt: send,
    perform,
    warn,
    confirm: (ask) =>
      new Promise((resolve) => {
        const answer = (isSure: boolean): void => {
          setQuestion(undefined);
          resolve(isSure);
        };
        setQuestion({ ask, answer });
      }),
    tried: (step) => setDone((last) => new Set(last).add(step)),
    go: (to) => {
      window.location.hash = writeRoute({ user: me.id, ...route, ...to });
    },
  };
  const modal = snapshot.modals.at(-1);
  return (
    <SceneContext value={scene}>
      <Frame route={route} isOnline={connection.isOnline} theme={theme} setTheme={setTheme} done={done} />
      {modal && <ModalView key={modal.id} modal={modal} depth={snapshot.modals.length - 1} />}
      {question && <ConfirmView question={question.ask} answer={question.answer} />}
      <Toasts toasts={toasts} close={(id) => setToasts((last) => last.filter((toast) => toast.id !== id))} />
    </SceneContext>
  );
}

/** Top bar, sidebar, what is open, and its thread. */
function Frame(props: {
  route: Route;
  isOnline: boolean;
  theme: Theme;
  setTheme(theme: Theme): void;
  done: ReadonlySet<Step>;
}): ReactNode {
  const { route, isOnline, theme, setTheme, done } = props;
  const { snapshot } = useScene();
  const isNarrow = useSyncExternalStore(listenNarrow, () => window.matchMedia(narrowQuery).matches);
  const [isDrawn, setDrawn] = useState(false);
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const [hidden, hide] = useKept('playground-first-steps');

  const first = snapshot.channels[0]?.id ?? homePlace;
  const isKnown = route.place === homePlace || snapshot.channels.some(({ id }) => id === route.place);
  const place = isKnown && route.place ? route.place : first;
  const channel = snapshot.channels.find(({ id }) => id === place);
  const root = channel && snapshot.messages[channel.id]?.find(({ ts }) => ts === route.thread);
  const countUnread = useUnread(snapshot, place);
  const draft = `${snapshot.me}/${place}`;
  const write = (text: string): void => setDrafts((last) => ({ ...last, [draft]: text }));
  const suggest = (text: string): void => {
    write(text);
    document.getElementById(composerId)?.focus();
  };
  const drawer = isNarrow && isDrawn;

  useEffect(() => {
    if (!drawer) return;
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrawn(false);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [drawer]);

  return (
    <div className={root ? 'frame with-thread' : 'frame'}>
      <header className="top-bar">
        {isNarrow && (
          <button
            type="button"
            className="icon-button"
            aria-label={isDrawn ? 'Close the list of channels' : 'Open the list of channels'}
            aria-expanded={isDrawn}
            aria-controls="sidebar"
            onClick={() => setDrawn(!isDrawn)}
          >
            <Icon name={isDrawn ? 'cross' : 'bars'} />
          </button>
        )}
        <div className="claim">
          <div>
            <h1>{snapshot.team.name}</h1>
            <WorkspaceMenu />
          </div>
          <p>Playground: a workspace on this machine that behaves like Slack</p>
        </div>
        {!isNarrow && <ClockControl />}
        {!isNarrow && <ThemeSwitch theme={theme} setTheme={setTheme} />}
        <UserSwitch place={place} isShort={isNarrow} />
      </header>
      <div id="sidebar" className={drawer ? 'sidebar drawn' : 'sidebar'} inert={isNarrow && !isDrawn}>
        <Sidebar place={place} countUnread={countUnread} leave={() => setDrawn(false)} />
        {isNarrow && (
          <div className="drawer-tools">
            <ClockControl />
            <ThemeSwitch theme={theme} setTheme={setTheme} />
          </div>
        )}
      </div>
      <main>
        <div className="pane" inert={drawer || (isNarrow && root !== undefined)}>
          {!isOnline && (
            <p className="offline" role="status">
              <Icon name="warning" /> The playground does not answer; trying again.
            </p>
          )}
          {!hidden && channel && <FirstSteps done={done} write={suggest} hide={() => hide('hidden')} />}
          {channel ? (
            <ChannelView key={draft} channel={channel} text={drafts[draft] ?? ''} setText={write} />
          ) : (
            <HomeView key={snapshot.me} />
          )}
        </div>
        {isNarrow && channel && root && <ThreadPanel channel={channel} root={root} isInside />}
      </main>
      {!isNarrow && channel && root && <ThreadPanel channel={channel} root={root} isInside={false} />}
      <Announcer />
      {drawer && (
        <button
          type="button"
          className="veil"
          aria-label="Close the list of channels"
          onClick={() => setDrawn(false)}
        />
      )}
    </div>
  );
}

/** Says what arrives, wherever it does. */
function Announcer(): ReactNode {
  const { snapshot } = useScene();
  const nameAuthor = useAuthor();
  const arrivals = useArrivals(snapshot);
  return (
    <div className="unseen" aria-live="polite">
      {arrivals.map(({ ts, user, text }) => (
        <p key={ts}>
          {nameAuthor(user).name}: {text.slice(0, 300)}
        </p>
      ))}
    </div>
  );
}
