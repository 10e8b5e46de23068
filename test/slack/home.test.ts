import type { HomeView } from '@slack/types';
import { describe, expect } from 'vitest';
import { noteDeed } from '../../lib/jobs/note-deed.ts';
import { pauseSubscription } from '../../lib/jobs/subscribe.ts';
import { actionIds } from '../../lib/render/actions.ts';
import { publishHome } from '../../lib/slack/home.ts';
import { renderHome } from '../../lib/slack/home-view.ts';
import { checkView } from '../../lib/slack/playground/check-blocks.ts';
import type { Playground } from '../../lib/slack/playground/server.ts';
import { buildArticle, buildFeed, buildStory, minutesLater, morning } from '../fixtures/builders.ts';
import { fileReports } from '../jobs/fixture.ts';
import { ada, ben, cleo, here, it, secret } from './modals/fixture.ts';

const team = 'T0PLAYGROUND';

/** The Home of somebody as Slack has it. */
function readHome({ workspace }: Playground, user: string): HomeView {
  const view = workspace.views.get(workspace.homes.get(user) ?? '')?.view;
  if (view?.type !== 'home') throw new Error('nothing was published');
  return view;
}

function listActions({ blocks }: Pick<HomeView, 'blocks'>): string[] {
  return Array.from(JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g), ([, action = '']) => action);
}

describe('the Home', () => {
  it('offers by mouse what the commands do', async ({ slack, services, asker }) => {
    await publishHome(asker(ben), services);
    const view = readHome(slack, ben);
    expect(listActions(view)).toEqual(
      expect.arrayContaining([
        actionIds.subscribe,
        actionIds.latest,
        actionIds.trends,
        actionIds.help,
        actionIds.exportFeeds,
      ]),
    );
    expect(JSON.stringify(view.blocks)).toContain('No subscriptions yet');
  });

  it('lists the subscriptions of the channels that one is in, and no others', async ({
    slack,
    services,
    asker,
    subscribe,
  }) => {
    const open = await subscribe({ query: 'topic:outage' });
    const hidden = await subscribe({ query: 'topic:attack', channel: secret });
    await publishHome(asker(ben), services);
    const bens = JSON.stringify(readHome(slack, ben).blocks);
    for (const { id } of [open, hidden]) expect(bens).toContain(`"value":"${id}"`);
    await publishHome(asker(cleo), services);
    const cleos = JSON.stringify(readHome(slack, cleo).blocks);
    for (const { id } of [open, hidden]) expect(cleos).not.toContain(id);
    await publishHome(asker(ada), services);
    expect(JSON.stringify(readHome(slack, ada).blocks)).not.toContain(hidden.id);
  });

  it('offers to resume what rests', async ({ slack, services, asker, subscribe }) => {
    const { id } = await subscribe();
    await pauseSubscription(services, asker(ben), id);
    await publishHome(asker(ben), services);
    const actions = listActions(readHome(slack, ben));
    expect(actions).toContain(actionIds.resumeSubscription);
    expect(actions).not.toContain(actionIds.pauseSubscription);
  });

  it('turns the pages of many subscriptions', async ({ slack, services, asker, subscribe }) => {
    const ids: string[] = [];
    for (let i = 0; i < 19; i++) ids.push((await subscribe({ query: `word${i}` })).id);
    const seen: string[] = [];
    for (const from of [0, 8, 16]) {
      await publishHome(asker(ben), services, from);
      const shown = JSON.stringify(readHome(slack, ben).blocks);
      seen.push(...ids.filter((id) => shown.includes(id)));
      expect(shown.includes('"text":"More"')).toBe(from < 16);
      expect(shown.includes('"text":"Back"')).toBe(from > 0);
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    for (const from of [99, -5, Number.NaN]) {
      await publishHome(asker(ben), services, from);
      expect(JSON.stringify(readHome(slack, ben).blocks)).toContain('1 to 8 of the 19 subscriptions');
    }
  });

  it('shows the latest stories and the feeds with their health', async ({ slack, services, asker }) => {
    await fileReports(services.store, buildArticle({ title: 'Airline check-in fails <!channel>' }));
    await services.store.feeds.add(buildFeed({ failures: 3, lastError: 'HTTP 500' }));
    await publishHome(asker(ben), services);
    const shown = JSON.stringify(readHome(slack, ben).blocks);
    expect(shown).toContain('Airline check-in fails <!channel>');
    expect(shown).toContain('Failing: 3 polls in a row (HTTP 500)');
  });

  it('lets those tune feeds who may', async ({ slack, services, asker }) => {
    await services.store.feeds.add(buildFeed());
    const tuning = [actionIds.addFeed, actionIds.importFeeds, actionIds.disableFeed, actionIds.removeFeed];
    await publishHome(asker(ben), services);
    expect(listActions(readHome(slack, ben)).filter((action) => (tuning as string[]).includes(action))).toEqual([]);
    await services.store.teams.saveSettings({ team, feedTuners: [ben], whenUnsure: 'ask' });
    await publishHome(asker(ben), services);
    expect(listActions(readHome(slack, ben))).toEqual(expect.arrayContaining(tuning));
  });

  it('tells admins alone who may tune feeds, and who changed what', async ({ slack, services, asker, subscribe }) => {
    await subscribe({ query: 'topic:outage <@UADA>' });
    await noteDeed(services, { team, user: 'local' }, 'did something by the command line');
    await publishHome(asker(ben), services);
    expect(JSON.stringify(readHome(slack, ben).blocks)).not.toContain('Who changed what');
    expect(listActions(readHome(slack, ben))).not.toContain(actionIds.teamSettings);
    await publishHome(asker(ada), services);
    const view = readHome(slack, ada);
    const shown = JSON.stringify(view.blocks);
    expect(shown).toContain('feeds are tuned by admins and the installer');
    expect(listActions(view)).toContain(actionIds.teamSettings);
    expect(shown).toContain(`{"type":"user","user_id":"${ben}"}`);
    expect(shown).toContain(`{"type":"channel","channel_id":"${here}"}`);
    expect(shown).toContain('topic:outage ‹@UADA›');
    expect(shown).not.toContain('{"type":"user","user_id":"UADA"}');
    expect(shown).toContain('"text":"local"');
  });

  it('stays within 100 blocks, however much there is', ({ expect: check }) => {
    const long = '\u202e<!here> & <https://evil.example|bank> '.repeat(200);
    const subscription = (i: number) => ({
      id: `s${i}`,
      team,
      channel: here,
      query: long,
      cadence: 'daily' as const,
      at: '08:30',
      timezone: 'UTC',
      budget: 6,
      muted: Array.from({ length: 50 }, () => long),
      createdBy: ben,
      createdAt: morning,
      toldUntil: morning,
      nextAt: minutesLater(60),
      version: 1,
    });
    const view = renderHome({
      subscriptions: Array.from({ length: 500 }, (_, i) => subscription(i)),
      from: 8,
      stories: Array.from({ length: 50 }, (_, i) => buildStory({ id: `story-${i}`, title: long })),
      feeds: {
        items: Array.from({ length: 50 }, (_, i) =>
          buildFeed({ id: `f${i}`, title: long, failures: 9, lastError: long }),
        ),
        next: 'a cursor',
      },
      mayTune: true,
      admin: {
        settings: { team, feedTuners: Array.from({ length: 500 }, (_, i) => `U${i}`), whenUnsure: 'ask' },
        deeds: Array.from({ length: 50 }, () => ({ team, at: morning, by: ben, deed: long })),
      },
      now: morning,
    });
    check(view.blocks.length).toBeGreaterThan(80);
    check(checkView(view, ['home'])).toEqual([]);
    check(JSON.stringify(view).length).toBeLessThan(250_000);
  });
});
