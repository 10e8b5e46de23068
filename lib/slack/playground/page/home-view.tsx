import { type ReactNode, useEffect } from 'react';
import { BlockList } from './blocks.tsx';
import { useScene } from './scene.ts';
import { OpenSurface } from './surface.tsx';

/** The app's Home, as it was last published for the user; the app is told that it is looked at. */
export function HomeView(): ReactNode {
  const { snapshot, me, perform } = useScene();
  const { app, home } = snapshot;

  useEffect(() => {
    if (app.installed) void perform({ kind: 'open-home' });
  }, [perform, app.installed]);

  return (
    <>
      <header className="pane-header">
        <h2>{app.name}</h2>
        <p>Home, as {me.realName} sees it</p>
      </header>
      <section className="conversation home" aria-label="Home" tabIndex={0}>
        {!app.installed ? (
          <p className="empty">{app.name} is not installed in this workspace.</p>
        ) : home ? (
          <OpenSurface key={me.id} source={{ kind: 'home' }} blocks={home.blocks}>
            <BlockList blocks={home.blocks} />
          </OpenSurface>
        ) : (
          <p className="empty">{app.name} draws its Home…</p>
        )}
      </section>
    </>
  );
}
