import { describe, expect } from 'vitest';
import { identify } from '../../../lib/article.ts';
import { listCorrections } from '../../../lib/jobs/perspective.ts';
import { actionIds, type StoryDeed, writeStoryChoice } from '../../../lib/render/actions.ts';
import { fixLabelsModal } from '../../../lib/slack/modals/fix-labels.ts';
import { muteSourceModal } from '../../../lib/slack/modals/mute-source.ts';
import { partStoryModal } from '../../../lib/slack/modals/part-story.ts';
import type { SlackServices } from '../../../lib/slack/services.ts';
import { buildArticle, buildDigest, minutesLater } from '../../fixtures/builders.ts';
import { fileReports } from '../../jobs/fixture.ts';
import { ada, ben, cleo, codeOf, fillIn, findField, it, listFields, open, refuseMistakes, submit } from './fixture.ts';

const team = 'T0PLAYGROUND';
const choose = (deed: StoryDeed, digestId = '') => ({
  action: actionIds.storyMenu,
  value: writeStoryChoice({ deed, storyId: 'story-1', digestId }),
});

const morningPost = buildArticle({ id: 'a1', seenAt: minutesLater(-90) });
const canglan = buildArticle({
  id: 'a2',
  seenAt: minutesLater(-60),
  title: '多国机场停摆 <!channel> <https://evil.example|bank>',
  publisher: { name: 'Canglan <@U1> Ribao', country: 'CN', ownership: 'state' },
  sectors: [
    { id: 'rail', score: 0.9, evidence: ['rail'] },
    { id: 'aviation', score: 0.9, evidence: ['airports'] },
  ],
  viewpoints: [{ id: 'sovereignty', score: 0.8, evidence: ['foreign'] }],
});

function fileBoth({ store }: SlackServices): Promise<void> {
  return fileReports(store, morningPost, canglan);
}

async function listDeeds({ store }: SlackServices): Promise<string[]> {
  return (await store.teams.listAudit(team)).items.map(({ deed }) => deed);
}

function optionsOf(element: object): string[] {
  return 'options' in element && Array.isArray(element.options) ? element.options.map(({ value }) => value) : [];
}

describe('fixing labels', () => {
  it('begins with the newest report and what is set now', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(fixLabelsModal, { ...choose('fix'), asker: asker(cleo) }, services);
    expect(optionsOf(findField(view, 'report'))).toEqual(['a2', 'a1']);
    const { values } = fillIn(view, asker(cleo));
    expect(values['topic-a2']?.['topic-a2']?.selected_option?.value).toBe('outage');
    expect(values['sectors-a2']?.['sectors-a2']?.selected_options?.map(({ value }) => value)).toEqual([
      'aviation',
      'rail',
    ]);
    expect(values['viewpoints-a2']?.['viewpoints-a2']?.selected_options?.map(({ value }) => value)).toEqual([
      'sovereignty',
    ]);
  });

  it('keeps what was changed, and only that, for the workspace', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services);
    const told = await submit(
      fixLabelsModal,
      fillIn(view, asker(ben), { 'topic-a2': 'attack', 'sectors-a2': ['rail'] }),
      services,
    );
    expect(told).toContain('topic attack; sectors rail');
    expect(await listCorrections(services.store, team)).toEqual([
      { articleId: 'a2', team, by: ben, at: services.now(), topic: 'attack', sectors: ['rail'] },
    ]);
    expect(await listDeeds(services)).toEqual([
      'corrected the labels of "多国机场停摆 ‹!channel› ‹https://evil.example|bank›": topic attack; sectors rail',
    ]);
    const again = await open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services);
    expect(fillIn(again, asker(ben)).values['topic-a2']?.['topic-a2']?.selected_option?.value).toBe('attack');
  });

  it('takes all labels off what is out of scope', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services);
    await submit(fixLabelsModal, fillIn(view, asker(ben), { 'topic-a2': 'other' }), services);
    expect(await listCorrections(services.store, team)).toMatchObject([
      { topic: 'other', sectors: [], viewpoints: [] },
    ]);
  });

  it('shows the labels of another report under names of their own, for Slack keeps what stands in the old ones', async ({
    services,
    asker,
  }) => {
    await fileBoth(services);
    const view = await open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services);
    const turned = fillIn(view, asker(ben), { report: 'a1' });
    expect(await fixLabelsModal.check(turned, services)).toHaveProperty('report');
    const redrawn = await fixLabelsModal.change?.(turned, { action: 'report', value: 'a1' }, services);
    if (!redrawn) throw new Error('it was not drawn anew');
    refuseMistakes(redrawn);
    expect(listFields(redrawn)).toEqual(['report', 'topic-a1', 'sectors-a1', 'viewpoints-a1']);
    await submit(fixLabelsModal, fillIn(redrawn, asker(ben), { 'viewpoints-a1': 'resilience' }), services);
    expect(await listCorrections(services.store, team)).toMatchObject([
      { articleId: 'a1', viewpoints: ['resilience'] },
    ]);
  });

  it('says where nothing was changed', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services);
    expect(await fixLabelsModal.check(fillIn(view, asker(ben)), services)).toEqual({
      'topic-a2': 'Nothing is different yet: change what is wrong.',
    });
  });

  it('fits into a modal whatever the story', async ({ services, asker }) => {
    const many = Array.from({ length: 130 }, (_, i) =>
      buildArticle({
        id: `a${i}`,
        seenAt: minutesLater(-i),
        title: '\u202e<!here> '.repeat(400),
        url: `https://a.example/${'long'.repeat(1_000)}${i}`,
        publisher: { name: `Outlet ${i} ${'of the world '.repeat(60)}`, country: 'GB', ownership: 'private' },
      }),
    );
    await fileReports(services.store, ...many);
    for (const [modal, deed] of [
      [fixLabelsModal, 'fix'],
      [partStoryModal, 'split'],
    ] as const)
      await open(modal, { ...choose(deed), asker: asker(ben) }, services);
  });

  it('is told where the story is gone', async ({ services, asker }) => {
    expect(await codeOf(open(fixLabelsModal, { ...choose('fix'), asker: asker(ben) }, services))).toBe('story-unknown');
  });
});

describe('parting a story', () => {
  it('makes a story of each report that is taken out', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(partStoryModal, { ...choose('split'), asker: asker(ben) }, services);
    const told = await submit(partStoryModal, fillIn(view, asker(ben), { reports: ['a2'] }), services);
    expect(told).toContain('Took 1 report out of the story');
    const [correction] = await listCorrections(services.store, team);
    expect(correction).toMatchObject({ articleId: 'a2', team, by: ben });
    expect(correction?.story).not.toBe('story-1');
    expect(await listDeeds(services)).toEqual([
      'took "多国机场停摆 ‹!channel› ‹https://evil.example|bank›" out of its story',
    ]);
    expect(await codeOf(open(partStoryModal, { ...choose('split'), asker: asker(ben) }, services))).toBe(
      'story-of-one',
    );
  });

  it('leaves at least one report in it', async ({ services, asker }) => {
    await fileBoth(services);
    const view = await open(partStoryModal, { ...choose('split'), asker: asker(ben) }, services);
    expect(await partStoryModal.check(fillIn(view, asker(ben)), services)).toEqual({ reports: 'Choose at least one.' });
    expect(await partStoryModal.check(fillIn(view, asker(ben), { reports: ['a1', 'a2'] }), services)).toHaveProperty(
      'reports',
    );
  });
});

describe('muting a source', () => {
  it('mutes it in the subscription behind the digest', async ({ services, asker, subscribe }) => {
    await fileBoth(services);
    const { id } = await subscribe();
    const other = await subscribe({ query: 'sector:rail' });
    await services.store.digests.add(buildDigest({ id: 'd1', subscriptionId: id }));
    const view = await open(muteSourceModal, { ...choose('mute', 'd1'), asker: asker(ben) }, services);
    expect(optionsOf(findField(view, 'subscription'))).toEqual([id]);
    const told = await submit(
      muteSourceModal,
      fillIn(view, asker(ben), { publisher: identify('Canglan <@U1> Ribao') }),
      services,
    );
    expect(told).toContain('Muted Canglan &lt;@U1&gt; Ribao in <#C1>');
    expect(await services.store.subscriptions.get(id)).toMatchObject({ muted: ['Canglan <@U1> Ribao'] });
    expect(await services.store.subscriptions.get(other.id)).toMatchObject({ muted: [] });
    expect((await listDeeds(services))[0]).toContain('muted "Canglan ‹@U1› Ribao" in');
  });

  it("asks in which of the channel's subscriptions where the story stands in no digest", async ({
    services,
    asker,
    subscribe,
  }) => {
    await fileBoth(services);
    const ids = [(await subscribe()).id, (await subscribe({ query: '' })).id];
    const view = await open(muteSourceModal, { ...choose('mute'), asker: asker(ben) }, services);
    expect(optionsOf(findField(view, 'subscription')).toSorted()).toEqual(ids.toSorted());
    const [, second = ''] = ids;
    await submit(
      muteSourceModal,
      fillIn(view, asker(ben), { publisher: identify('The Harbour Post'), subscription: second }),
      services,
    );
    expect(await services.store.subscriptions.get(second)).toMatchObject({ muted: ['The Harbour Post'] });
  });

  it('has nothing to offer where all are muted', async ({ services, asker, subscribe }) => {
    await fileBoth(services);
    await subscribe({ muted: ['The Harbour Post', 'Canglan <@U1> Ribao'] });
    const opened = open(muteSourceModal, { ...choose('mute'), asker: asker(ben) }, services);
    expect(await codeOf(opened)).toBe('all-muted');
  });

  it('offers only what is still heard', async ({ services, asker, subscribe }) => {
    await fileBoth(services);
    await subscribe({ muted: ['the harbour post'] });
    const view = await open(muteSourceModal, { ...choose('mute'), asker: asker(ben) }, services);
    expect(optionsOf(findField(view, 'publisher'))).toEqual([identify('Canglan <@U1> Ribao')]);
    expect(await muteSourceModal.check(fillIn(view, asker(ben)), services)).toEqual({ publisher: 'Choose a source.' });
  });

  it('is refused where nothing is subscribed, and to who is not in the channel', async ({
    services,
    asker,
    subscribe,
  }) => {
    await fileBoth(services);
    const mute = (user: string) => open(muteSourceModal, { ...choose('mute'), asker: asker(user) }, services);
    expect(await codeOf(mute(ben))).toBe('nothing-to-mute');
    await subscribe();
    expect(await codeOf(mute(cleo))).toBe('not-a-member');
    const view = await mute(ada);
    const chosen = fillIn(view, asker(cleo), { publisher: identify('The Harbour Post') });
    expect(await codeOf(muteSourceModal.submit(chosen, services))).toBe('not-a-member');
  });

  it("takes no digest of another workspace for one of this one's", async ({ services, asker, subscribe }) => {
    await fileBoth(services);
    const { id } = await subscribe();
    await services.store.digests.add(buildDigest({ id: 'd1', subscriptionId: id }));
    const stranger = { ...asker(ada), team: 'T0OTHER' };
    expect(await codeOf(open(muteSourceModal, { ...choose('mute', 'd1'), asker: stranger }, services))).toBe(
      'nothing-to-mute',
    );
  });
});
