import { describe } from 'vitest';
import { createFeed } from '../../../lib/feeds/feed.ts';
import { renderOpml } from '../../../lib/feeds/opml.ts';
import { listAllFeeds } from '../../../lib/jobs/feed-list.ts';
import { listCorrections } from '../../../lib/jobs/perspective.ts';
import type { Store } from '../../../lib/jobs/ports.ts';
import { actionIds } from '../../../lib/render/actions.ts';
import type { StoredView } from '../../../lib/slack/playground/workspace.ts';
import { buildArticle, buildSubscription, minutesLater, morning } from '../../fixtures/builders.ts';
import { fileReports } from '../../jobs/fixture.ts';
import { ada, ben, incidents, it, type SeenMessage, type TestApp } from '../app-fixture.ts';

const team = 'T0PLAYGROUND';
type Entries = Record<string, Record<string, unknown>>;

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
const chosen = (value: string) => ({ type: 'static_select', selected_option: option(value) });
const typed = (value: string) => ({ type: 'plain_text_input', value });

function fill(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { [name]: entry }]));
}

/** Submits the modal. @returns what the app said then */
function submit(app: TestApp, user: string, { id }: StoredView, entries: Entries): Promise<SeenMessage[]> {
  return app.watch(() => app.slack.act(user, { kind: 'submit', modal: id, values: fill(entries) }));
}

/** Changes a field that the modal wants to know of. */
async function change(
  app: TestApp,
  user: string,
  { id }: StoredView,
  name: string,
  entry: Record<string, unknown>,
): Promise<void> {
  const deed = {
    kind: 'action',
    source: { kind: 'modal', id },
    blockId: name,
    action: { action_id: name, ...entry },
    values: {},
  } as const;
  await app.watch(() => app.slack.act(user, deed));
}

async function openMenu(app: TestApp, store: Store, user: string, deed: string): Promise<StoredView> {
  await fileReports(
    store,
    buildArticle({ id: 'a1', seenAt: minutesLater(-90) }),
    buildArticle({
      id: 'a2',
      seenAt: minutesLater(-60),
      publisher: { name: 'Canglan Ribao', country: 'CN', ownership: 'state' },
    }),
  );
  const [told] = await app.ask(user, 'story 1');
  if (!told) throw new Error('no story was told');
  await app.press(user, told, actionIds.storyMenu, `${deed}|story-1|`);
  return app.awaitModal(user);
}

describe('by mouse', () => {
  it('an alert is made: its threshold is asked for as soon as it is to be one', async ({ app, store, expect }) => {
    await app.ask(ben, 'subscribe');
    const begun = await app.awaitModal(ben, 'would have sent');
    await change(app, ben, begun, 'cadence', chosen('alert'));
    const asking = await app.awaitModal(ben, 'Independent publishers');
    const entries = { publishers: { type: 'number_input', value: '4' }, words: typed('-rumour') };
    const [said] = await submit(app, ben, asking, entries);
    expect(said?.text).toContain('4 independent publishers within 1 hour');
    expect((await store.subscriptions.list(team)).items).toMatchObject([
      {
        channel: incidents,
        query: '-rumour',
        cadence: 'alert',
        threshold: { publishers: 4, within: 60, official: true },
      },
    ]);
  });

  it('the labels of one report are mended', async ({ app, store, expect }) => {
    const modal = await openMenu(app, store, ben, 'fix');
    await change(app, ben, modal, 'report', chosen('a1'));
    const turned = await app.awaitModal(ben, 'topic-a1');
    const wrong = await submit(app, ben, turned, {});
    expect(wrong).toEqual([]);
    expect((await app.awaitModal(ben)).errors).toHaveProperty('topic-a1');
    const [said] = await submit(app, ben, turned, { 'topic-a1': chosen('attack') });
    expect(said).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('topic attack') });
    expect(await listCorrections(store, team)).toMatchObject([{ articleId: 'a1', by: ben, topic: 'attack' }]);
  });

  it('a report is taken out of a story', async ({ app, store, expect }) => {
    const modal = await openMenu(app, store, ben, 'split');
    await submit(app, ben, modal, { reports: { type: 'multi_static_select', selected_options: [option('a2')] } });
    expect(await listCorrections(store, team)).toMatchObject([{ articleId: 'a2', by: ben }]);
  });

  it('a source is muted, and heard again', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    const modal = await openMenu(app, store, ben, 'mute');
    const publisher = JSON.stringify(modal.view).match(/"text":"Canglan Ribao[^}]*},"value":"([^"]+)"/)?.[1] ?? '';
    const [said] = await submit(app, ben, modal, { publisher: chosen(publisher) });
    expect((await store.subscriptions.get('subscription-1'))?.muted).toEqual(['Canglan Ribao']);
    if (!said) throw new Error('nothing was said');
    await app.press(ben, said, actionIds.editSubscription);
    const edit = await app.awaitModal(ben, 'Hear again');
    await submit(app, ben, edit, { unmuted: { type: 'multi_static_select', selected_options: [option(publisher)] } });
    expect((await store.subscriptions.get('subscription-1'))?.muted).toEqual([]);
  });

  it('a feed list is imported from a file', async ({ app, store, expect }) => {
    const opml = renderOpml([createFeed({ url: 'https://one.example/rss', title: 'One' }, 'test', morning)]);
    await app.ask(ada, 'feeds import');
    const modal = await app.awaitModal(ada);
    const url = `${app.slack.url}uploads?user=${ada}&name=feeds.opml`;
    const uploaded = await fetch(url, { method: 'POST', body: opml, headers: { origin: app.slack.url.slice(0, -1) } });
    const file: unknown = await uploaded.json();
    const [said] = await submit(app, ada, modal, { file: { type: 'file_input', files: [file] } });
    expect(said?.text).toContain('1 feed added');
    expect(await listAllFeeds(store)).toMatchObject([{ title: 'One', addedBy: ada }]);
  });

  it('who may tune feeds is decided on the Home, where it shows', async ({ app, store, expect }) => {
    await app.watch(() => app.slack.act(ada, { kind: 'open-home' }));
    await app.pressIn(ada, 'home', actionIds.teamSettings);
    const modal = await app.awaitModal(ada, 'Workspace settings');
    await submit(app, ada, modal, { tuners: { type: 'multi_users_select', selected_users: [ben] } });
    expect(await store.teams.settings(team)).toMatchObject({ feedTuners: [ben] });
    const home = app.slack.workspace.views.get(app.slack.workspace.homes.get(ada) ?? '');
    expect(JSON.stringify(home?.view)).toContain(`"user_id":"${ben}"`);
    await app.ask(ben, 'feeds add');
    expect(await app.awaitModal(ben, 'Add a feed')).toBeDefined();
  });

  it('the pages of the Home are turned', async ({ app, store, expect }) => {
    for (let i = 0; i < 9; i++)
      await store.subscriptions.add(buildSubscription({ id: `s${i}`, team, channel: incidents, query: `word${i}` }));
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    const read = () => JSON.stringify(app.slack.workspace.views.get(app.slack.workspace.homes.get(ben) ?? '')?.view);
    expect(read()).not.toContain('word8');
    await app.pressIn(ben, 'home', actionIds.turnHome);
    expect(read()).toContain('word8');
    expect(read()).not.toContain('word0');
  });
});
