import { describe, expect } from 'vitest';
import { createFeed } from '../../../lib/feeds/feed.ts';
import { renderOpml } from '../../../lib/feeds/opml.ts';
import { listAllFeeds } from '../../../lib/jobs/feed-list.ts';
import { actionIds } from '../../../lib/render/actions.ts';
import { openFetch } from '../../../lib/runtime/local.ts';
import { addFeedModal } from '../../../lib/slack/modals/add-feed.ts';
import { modals } from '../../../lib/slack/modals/all.ts';
import { importFeedsModal } from '../../../lib/slack/modals/import-feeds.ts';
import { teamSettingsModal } from '../../../lib/slack/modals/team-settings.ts';
import { morning } from '../../fixtures/builders.ts';
import { startFeedServer } from '../../fixtures/feed-server.ts';
import { ada, ben, codeOf, fillIn, findField, it, listFields, open, submit } from './fixture.ts';

const team = 'T0PLAYGROUND';
const opml = renderOpml([
  createFeed({ url: 'https://one.example/rss', title: 'One' }, 'test', morning),
  createFeed({ url: 'http://127.0.0.1/rss', title: 'Inside' }, 'test', morning),
]);

describe('adding a feed', () => {
  const add = { action: actionIds.addFeed };

  it('opens for admins and whom they chose only', async ({ services, asker }) => {
    expect(await codeOf(open(addFeedModal, { ...add, asker: asker(ben) }, services))).toBe('not-a-feed-tuner');
    const view = await open(addFeedModal, { ...add, asker: asker(ada) }, services);
    const entries = { url: 'https://one.example/rss' };
    expect(await addFeedModal.check(fillIn(view, asker(ben), entries), services)).toEqual({
      url: 'Only admins, the installer and those whom the admins chose may change the feed list. Ask one of them.',
    });
    expect(await codeOf(addFeedModal.submit(fillIn(view, asker(ben), entries), services))).toBe('not-a-feed-tuner');
  });

  it('says at the fields what is wrong', async ({ services, asker }) => {
    const view = await open(addFeedModal, { ...add, asker: asker(ada) }, services);
    const check = (entries: Record<string, string>) => addFeedModal.check(fillIn(view, asker(ada), entries), services);
    expect((await check({ url: 'http://10.0.0.1/rss' })).url).toContain('This address is refused');
    expect((await check({ url: 'ftp://a.example' })).url).toContain('This address is refused');
    expect(await check({ url: '' })).toEqual({ url: 'This address is refused: it is no URL.' });
    expect(await check({ url: 'a.example', country: 'Chian' })).toEqual({
      country: 'There is no country Chian; did you mean CN?',
    });
    expect(await check({ url: 'a.example', country: 'gb' })).toEqual({});
  });

  it('keeps what is known of the publisher better than the feed says', async ({ services, asker }) => {
    const server = await startFeedServer();
    const { fetch, close } = openFetch({ allowPrivate: true, contact: '' });
    const url = server.serve(
      '/rss',
      '<rss version="2.0"><channel><title>Harbour</title><item><title>One</title></item></channel></rss>',
    );
    const inside = { ...services, fetch, allowPrivate: true };
    const view = await open(addFeedModal, { ...add, asker: asker(ada) }, inside);
    const entries = {
      url,
      title: 'The Harbour Post',
      country: 'gb',
      ownership: 'public',
      kind: 'status',
    };
    const told = await submit(addFeedModal, fillIn(view, asker(ada), entries), inside);
    expect(told).toContain('Added "The Harbour Post"');
    expect(await listAllFeeds(services.store)).toMatchObject([
      { title: 'The Harbour Post', country: 'GB', ownership: 'public', kind: 'status', addedBy: ada },
    ]);
    await close();
    await server.close();
  });
});

describe('importing feeds', () => {
  const importing = { action: actionIds.importFeeds };

  it('takes a file where the app may read files', async ({ services, asker }) => {
    const view = await open(importFeedsModal, { ...importing, asker: asker(ada) }, services);
    expect(findField(view, 'file')).toMatchObject({ type: 'file_input', max_files: 1 });
    expect(await importFeedsModal.check(fillIn(view, asker(ada)), services)).toEqual({
      file: 'There is nothing to import.',
    });
  });

  it('takes the list itself where it may not', async ({ services, withoutFiles, asker }) => {
    const view = await open(importFeedsModal, { ...importing, asker: asker(ada) }, withoutFiles);
    expect(listFields(view)).toEqual(['text']);
    const told = await submit(importFeedsModal, fillIn(view, asker(ada), { text: opml }), withoutFiles);
    expect(told).toContain('1 feed added, 0 known already, 1 address refused');
    expect(await listAllFeeds(services.store)).toMatchObject([{ url: 'https://one.example/rss', title: 'One' }]);
    const broken = fillIn(view, asker(ada), { text: 'no list' });
    expect(await codeOf(importFeedsModal.submit(broken, withoutFiles))).toBe('feed-list-unreadable');
  });

  it('opens for admins and whom they chose only', async ({ services, withoutFiles, asker }) => {
    expect(await codeOf(open(importFeedsModal, { ...importing, asker: asker(ben) }, services))).toBe(
      'not-a-feed-tuner',
    );
    const view = await open(importFeedsModal, { ...importing, asker: asker(ada) }, withoutFiles);
    const filled = fillIn(view, asker(ben), { text: opml });
    expect(await importFeedsModal.check(filled, withoutFiles)).toHaveProperty('text');
    expect(await codeOf(importFeedsModal.submit(filled, withoutFiles))).toBe('not-a-feed-tuner');
  });
});

describe('the settings of the workspace', () => {
  const settings = { action: actionIds.teamSettings };

  it('are for admins', async ({ services, asker }) => {
    expect(await codeOf(open(teamSettingsModal, { ...settings, asker: asker(ben) }, services))).toBe('not-an-admin');
    const view = await open(teamSettingsModal, { ...settings, asker: asker(ada) }, services);
    const filled = fillIn(view, asker(ben), { who: 'everyone' });
    expect(await teamSettingsModal.check(filled, services)).toEqual({
      who: 'Only admins of the workspace may change this.',
    });
    expect(await codeOf(teamSettingsModal.submit(filled, services))).toBe('not-an-admin');
    expect(await services.store.teams.settings(team)).toBeUndefined();
  });

  it('say who may tune feeds, and what becomes of a message that may have arrived', async ({ services, asker }) => {
    await services.store.teams.saveSettings({ team, feedTuners: [], whenUnsure: 'ask', installer: ben });
    const view = await open(teamSettingsModal, { ...settings, asker: asker(ada) }, services);
    const told = await submit(
      teamSettingsModal,
      fillIn(view, asker(ada), { tuners: ['UCLEO'], whenUnsure: 'repeat' }),
      services,
    );
    expect(told).toContain('feeds are tuned by admins, the installer and <@UCLEO>');
    expect(await services.store.teams.settings(team)).toEqual({
      team,
      feedTuners: ['UCLEO'],
      whenUnsure: 'repeat',
      installer: ben,
    });
    const again = await open(teamSettingsModal, { ...settings, asker: asker(ada) }, services);
    expect(findField(again, 'tuners')).toMatchObject({ initial_users: ['UCLEO'] });
    await submit(teamSettingsModal, fillIn(again, asker(ada), { who: 'everyone' }), services);
    expect(await services.store.teams.settings(team)).toMatchObject({ feedTuners: 'everyone', whenUnsure: 'repeat' });
    const deeds = (await services.store.teams.listAudit(team)).items;
    expect(deeds).toMatchObject([
      {
        by: ada,
        deed: 'decided: feeds are tuned by everyone; where a message may or may not have arrived, it is posted again and says so',
      },
      { by: ada },
    ]);
  });
});

describe('all modals', () => {
  it('have ids of their own, and none opens in place of another', () => {
    expect(new Set(modals.map(({ id }) => id)).size).toBe(modals.length);
    for (const action of Object.values(actionIds))
      for (const value of ['', 'fix|s|d', 'split|s|d', 'mute|s|', 'sides|s|d'])
        expect(modals.filter((modal) => modal.isOpenedBy(action, value)).length).toBeLessThanOrEqual(1);
  });
});
