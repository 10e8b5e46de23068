import { describe } from 'vitest';
import { identifyFeed } from '../../lib/feeds/feed.ts';
import { parseOpml } from '../../lib/feeds/opml.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { buildFeed } from '../fixtures/builders.ts';
import { writePage, writeRss } from '../fixtures/feed-server.ts';
import { ada, ben, incidents, it, tell } from './app-fixture.ts';

async function listUrls(store: Store): Promise<string[]> {
  return (await store.feeds.list()).items.map(({ url }) => url).sort();
}

async function fileFeeds(store: Store, count: number): Promise<void> {
  for (let i = 10; i < 10 + count; i++) await store.feeds.add(buildFeed({ id: `feed-${i}`, title: `Outlet ${i}` }));
}

describe('feeds', () => {
  it('lists page by page, with the buttons of who may tune them only', async ({ app, store, expect }) => {
    await fileFeeds(store, 12);
    const [first] = await app.ask(ada, 'feeds');
    expect(first?.text).toContain('Outlet 10');
    expect(first?.text).not.toContain('Outlet 20');
    expect(first && tell(first)).toContain('feed-disable');
    const [second] = first ? await app.press(ada, first, 'feeds-list') : [];
    expect(second).toMatchObject({ ephemeralTo: ada, text: expect.stringContaining('Outlet 21') });
    const [plain] = await app.ask(ben, 'feeds list');
    expect(plain && tell(plain)).not.toMatch(/feed-(?:disable|remove|add)/);
  });

  it('adds a feed by its address, and another by its site', async ({ app, store, server, expect }) => {
    const harbour = server.serve('/harbour', writeRss('The Harbour Post', []));
    const ledger = server.serve('/ledger', writeRss('Deccan Ledger', []));
    const site = server.serve('/', writePage({ href: 'ledger', title: 'News' }));
    const [added] = await app.ask(ada, `feeds add <${harbour}>`);
    expect(added).toMatchObject({ ephemeralTo: ada, text: expect.stringContaining('Added "The Harbour Post"') });
    await app.ask(ada, `feeds add <${site}|${site}>`);
    expect(await listUrls(store)).toEqual([harbour, ledger].sort());
    expect(await store.feeds.get(identifyFeed(harbour))).toMatchObject({ addedBy: ada });
    const [again] = await app.ask(ada, `feeds add ${harbour}`);
    expect(again?.text).toBe(`The feed ${harbour} is in the list already.`);
  });

  it('offers those of a site that has several, to be chosen', async ({ app, store, server, expect }) => {
    const news = server.serve('/news', writeRss('News of Harbour', []));
    const site = server.serve('/', writePage({ href: 'news', title: 'News' }, { href: 'sport', title: 'Sport' }));
    const [choice] = await app.ask(ada, `feeds add ${site}`);
    expect(choice?.text).toContain('Which of its feeds?');
    expect(await listUrls(store)).toEqual([]);
    const [added] = choice ? await app.press(ada, choice, 'feed-choose', news) : [];
    expect(added?.text).toContain('Added "News of Harbour"');
    expect(await listUrls(store)).toEqual([news]);
  });

  it('disables, enables and removes, by command and by button', async ({ app, store, expect }) => {
    const url = 'https://harbour.example/rss';
    const id = identifyFeed(url);
    await store.feeds.add(buildFeed({ id, url }));
    const [disabled] = await app.ask(ada, `feeds disable ${id}`);
    expect(await store.feeds.get(id)).toMatchObject({ enabled: false });
    if (disabled) await app.press(ada, disabled, 'feed-enable', id);
    expect(await store.feeds.get(id)).toMatchObject({ enabled: true });
    const [removed] = await app.ask(ada, `feeds remove ${url}`);
    expect(removed?.text).toContain('Removed "The Harbour Post"');
    expect(await listUrls(store)).toEqual([]);
    const [unknown] = await app.ask(ada, `feeds remove ${id}`);
    expect(unknown?.text).toBe(`No feed "${id}" is in the list. /faultline feeds shows the ids.`);
    expect((await store.teams.listAudit('T0PLAYGROUND')).items).toHaveLength(3);
  });

  it('draws the page of the list anew on which one was disabled or removed', async ({ app, store, expect }) => {
    await fileFeeds(store, 11);
    const [first] = await app.ask(ada, 'feeds');
    const [second] = first ? await app.press(ada, first, 'feeds-list') : [];
    if (!second) throw new Error('there is no second page');
    const seePage = () =>
      app.slack.workspace.channels.get(second.channel)?.messages.find(({ ts }) => ts === second.ts) ?? second;
    const press = (action: string) => app.press(ada, { ...seePage(), channel: second.channel }, action);
    expect(await press('feed-disable')).toEqual([]);
    expect(await store.feeds.get('feed-20')).toMatchObject({ enabled: false });
    expect(seePage()).toMatchObject({ ephemeralTo: ada, text: expect.stringMatching(/Outlet 20.*\n?.*Disabled/) });
    expect(seePage().text).not.toContain('Outlet 10');
    expect(await press('feed-remove')).toEqual([]);
    expect(await store.feeds.get('feed-20')).toBeUndefined();
    // Nothing stands on that page any more.
    expect(seePage().text).toContain('Outlet 10');
  });

  it.for<[string, string]>([
    ['feeds add https://harbour.example/rss', 'Only admins, the installer'],
    ['feeds remove feed-10', 'Only admins, the installer'],
    ['feeds disable feed-10', 'Only admins, the installer'],
    ['feeds enable feed-10', 'Only admins, the installer'],
  ])('refuses "%s" of who may not tune them', async ([text, why], { app, store, expect }) => {
    await fileFeeds(store, 1);
    const [answer] = await app.ask(ben, text);
    expect(answer).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining(why) });
    expect(await store.feeds.get('feed-10')).toMatchObject({ enabled: true });
    expect(await listUrls(store)).toHaveLength(1);
  });

  it('refuses buttons of who may not, wherever they came from', async ({ app, store, expect }) => {
    await fileFeeds(store, 1);
    const [shared] = await app.ask(ada, 'feeds --share');
    expect(shared?.ephemeralTo).toBeUndefined();
    const [answer] = shared ? await app.press(ben, shared, 'feed-remove', 'feed-10|') : [];
    expect(answer).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Only admins, the installer') });
    expect(await store.feeds.get('feed-10')).toBeDefined();
  });

  it.for<[string, string]>([
    ['feeds add https://ada:secret@harbour.example/', 'it carries a user name or a password'],
    ['feeds add ftp://harbour.example/rss', 'its scheme is ftp'],
    ['feeds add nonsense', 'it is no URL'],
    ['feeds add http://127.0.0.1:1/rss', 'could not be read'],
  ])('says what is wrong with "%s"', async ([text, why], { app, expect }) => {
    const [answer] = await app.ask(ada, text);
    expect(answer).toMatchObject({ ephemeralTo: ada, text: expect.stringContaining(why) });
  });

  it('exports the list as a file into the direct messages, or with --share into the channel', async ({
    app,
    store,
    expect,
  }) => {
    await fileFeeds(store, 3);
    const seen = await app.ask(ben, 'feeds export');
    const [id = ''] = seen.find(({ channel }) => channel === ben)?.files ?? [];
    const file = app.slack.workspace.files.get(id);
    expect(file).toMatchObject({ name: 'faultline-feeds.opml' });
    const entries = parseOpml(Buffer.from(file?.bytes ?? []).toString(), 'faultline-feeds.opml');
    expect(entries.map(({ title }) => title)).toEqual(['Outlet 10', 'Outlet 11', 'Outlet 12']);
    const shared = await app.ask(ben, 'feeds export --share');
    expect(shared.filter(({ files }) => files.length > 0)).toMatchObject([{ channel: incidents }]);
  });

  it('asks for the file to import in a modal, of who may import', async ({ app, expect }) => {
    await app.ask(ada, 'feeds import');
    expect((await app.awaitModal(ada)).view).toMatchObject({ title: { text: 'Import feeds' } });
    const refused = app.slack.until(() =>
      app.slack.workspace.channels.get(incidents)?.messages.find(({ ephemeralTo }) => ephemeralTo === ben),
    );
    await app.ask(ben, 'feeds import');
    expect((await refused).text).toContain('Only admins, the installer');
  });

  it('with hostile names ping nobody, also where all can see', async ({ app, server, expect }) => {
    const title = '&lt;!channel&gt; &lt;@U0ADAOKAFOR&gt; &lt;https://evil.example|bank.example&gt;';
    const url = server.serve('/evil', writeRss(title, []));
    const [added] = await app.ask(ada, `feeds add ${url} --share`);
    expect(added?.text).not.toMatch(/<[!@]|<https?:/);
    expect(added && tell(added)).not.toMatch(/"type":"(?:user|broadcast|link|mrkdwn)"/);
    const [list] = await app.ask(ada, 'feeds --share');
    expect(list?.text).not.toMatch(/<[!@]/);
    expect(list && tell(list)).not.toMatch(/"type":"(?:user|broadcast|mrkdwn)"/);
  });
});
