import { describe, expect } from 'vitest';
import { identify } from '../../../lib/article.ts';
import type { Subscription } from '../../../lib/digest/subscription.ts';
import { muteSource } from '../../../lib/jobs/subscribe.ts';
import { actionIds } from '../../../lib/render/actions.ts';
import { subscriptionModal } from '../../../lib/slack/modals/subscription.ts';
import { rehearseAction } from '../../../lib/slack/modals/subscription-view.ts';
import type { SlackServices } from '../../../lib/slack/services.ts';
import { buildArticle, minutesLater } from '../../fixtures/builders.ts';
import { fileReports } from '../../jobs/fixture.ts';
import {
  ada,
  ben,
  cleo,
  codeOf,
  elsewhere,
  fillIn,
  findField,
  here,
  it,
  listFields,
  open,
  refuseMistakes,
  secret,
  submit,
} from './fixture.ts';

const begin = { action: actionIds.subscribe };
const team = 'T0PLAYGROUND';

async function listAll({ store }: SlackServices): Promise<Subscription[]> {
  return (await store.subscriptions.list(team)).items;
}

describe('opening', () => {
  it("begins in the asker's channel and time zone", async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    expect(findField(view, 'channel')).toMatchObject({ initial_conversation: here });
    expect(findField(view, 'timezone')).toMatchObject({ initial_value: 'America/Sao_Paulo' });
    expect(JSON.stringify(view.blocks)).toContain('Rehearsing the last 14 days');
  });

  it('asks for the channel on the Home and in direct messages', async ({ services, asker }) => {
    for (const channel of [undefined, 'D0BEN']) {
      const { channel: _channel, ...nowhere } = asker(ben);
      const view = await open(
        subscriptionModal,
        { ...begin, asker: { ...nowhere, ...(channel ? { channel } : {}) } },
        services,
      );
      expect(findField(view, 'channel')).not.toHaveProperty('initial_conversation');
    }
  });

  it('spreads a query that it is opened with over the fields', async ({ services, asker }) => {
    const value = 'topic:outage sector:rail,energy -rumour lang:fr';
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben), value }, services);
    const { values } = fillIn(view, asker(ben));
    expect(values.topics?.topics?.selected_options?.map((option) => option.value)).toEqual(['outage']);
    expect(values.sectors?.sectors?.selected_options?.map((option) => option.value)).toEqual(['rail', 'energy']);
    expect(values.languages?.languages?.value).toBe('fr');
    expect(values.words?.words?.value).toBe('-rumour');
  });

  it('leaves a query that it does not understand to be mended', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben), value: 'sectr:rail' }, services);
    expect(findField(view, 'words')).toMatchObject({ initial_value: 'sectr:rail' });
    const errors = await subscriptionModal.check(fillIn(view, asker(ben)), services);
    expect(errors).toEqual({ words: 'Not understood: in "sectr:rail", "sectr:" is no filter; did you mean sector:?' });
  });

  it.for([
    { kind: 'error', taken: false },
    { kind: 'hang', taken: true, milliseconds: 4_000 },
  ] as const)('uses UTC where the profile does not come: $kind', async (fault, { slack, services, asker }) => {
    slack.faults.next('users.info', fault);
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    expect(findField(view, 'timezone')).toMatchObject({ initial_value: 'UTC' });
  });
});

describe('subscribing', () => {
  it('makes what was filled in, and tells what will come when', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    const entries = {
      topics: ['attack', 'outage'],
      viewpoints: 'sovereignty',
      countries: 'cn, GB',
      words: '"data centre"',
      cadence: 'weekdays',
      at: '09:15',
      timezone: 'europe/berlin',
      budget: '3',
    };
    const told = await submit(subscriptionModal, fillIn(view, asker(ben), entries), services);
    expect(await listAll(services)).toMatchObject([
      {
        channel: here,
        query: 'topic:outage,attack view:sovereignty country:CN,GB "data centre"',
        cadence: 'weekdays',
        at: '09:15',
        timezone: 'Europe/Berlin',
        budget: 3,
        createdBy: ben,
      },
    ]);
    expect(told).toContain('<#C1>');
    expect(told).toContain('Weekdays at 09:15 Europe/Berlin, at most 3 messages a day');
    expect(told).toContain('Fri 19 Jul 09:15 Europe/Berlin');
  });

  it('asks for the threshold once it is to be an alert', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    expect(listFields(view)).not.toContain('publishers');
    const chosen = fillIn(view, asker(ben), { cadence: 'alert', words: 'outage' });
    const redrawn = await subscriptionModal.change?.(chosen, { action: 'cadence', value: 'alert' }, services);
    if (!redrawn) throw new Error('it was not drawn anew');
    refuseMistakes(redrawn);
    expect(listFields(redrawn)).toEqual(expect.arrayContaining(['publishers', 'within', 'official']));
    expect(listFields(redrawn)).not.toContain('at');
    expect(findField(redrawn, 'words')).toMatchObject({ initial_value: 'outage' });
    const entries = { publishers: '5', within: '90', official: [] };
    await submit(subscriptionModal, fillIn(redrawn, asker(ben), entries), services);
    expect(await listAll(services)).toMatchObject([
      { cadence: 'alert', query: 'outage', threshold: { publishers: 5, within: 90, official: false } },
    ]);
  });

  it.for([
    ['countries', 'Chian', 'did you mean CN?'],
    ['countries', 'GB Narnia', 'is no country code'],
    ['languages', 'french', 'did you mean fr?'],
    ['words', 'owner:stat,sttae', 'did you mean owner:state?'],
    ['words', 'word '.repeat(300), 'characters long'],
    ['timezone', 'Berlin', 'did you mean Europe/Berlin?'],
    ['budget', '0', 'from 1 to 48'],
    ['budget', 'many', 'from 1 to 48'],
  ] as const)('says at %s that %s is wrong', async ([field, entry, words], { services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    const errors = await subscriptionModal.check(fillIn(view, asker(ben), { [field]: entry }), services);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(words);
  });

  it.for([
    ['somebody who is not in it', cleo, here, 'Only members of the channel and admins'],
    ['anybody where the app is not', ben, elsewhere, 'Faultline is not in that channel'],
    ['anybody where the app does not know the channel', ben, 'C9', 'Faultline is not in that channel'],
    ['somebody who is not in a private one', cleo, secret, 'Only members of the channel and admins'],
  ] as const)('refuses a channel to %s', async ([, user, channel, words], { services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(user) }, services);
    const errors = await subscriptionModal.check(fillIn(view, asker(user), { channel }), services);
    expect(Object.keys(errors)).toEqual(['channel']);
    expect(errors.channel).toContain(words);
    expect(await codeOf(subscriptionModal.submit(fillIn(view, asker(cleo), { channel: here }), services))).toBe(
      'not-a-member',
    );
    expect(await listAll(services)).toEqual([]);
  });

  it('lets an admin subscribe a channel that they are not in', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ada) }, services);
    await submit(subscriptionModal, fillIn(view, asker(ada), { channel: secret }), services);
    expect(await listAll(services)).toMatchObject([{ channel: secret }]);
  });
});

describe('editing', () => {
  it('shows what there is, and saves what was changed', async ({ services, asker, subscribe }) => {
    const { id } = await subscribe({
      query: 'topic:outage sector:rail word',
      cadence: 'weekly',
      at: '17:00',
      timezone: 'Asia/Tokyo',
      budget: 2,
    });
    const view = await open(
      subscriptionModal,
      { asker: asker(ben), action: actionIds.editSubscription, value: id },
      services,
    );
    expect(view.title.text).toBe('Edit the subscription');
    await submit(subscriptionModal, fillIn(view, asker(ben)), services);
    const unchanged = {
      query: 'topic:outage sector:rail word',
      cadence: 'weekly',
      at: '17:00',
      timezone: 'Asia/Tokyo',
      budget: 2,
    };
    expect(await services.store.subscriptions.get(id)).toMatchObject(unchanged);
    await submit(subscriptionModal, fillIn(view, asker(ada), { sectors: ['rail', 'water'], budget: '4' }), services);
    expect(await services.store.subscriptions.get(id)).toMatchObject({
      ...unchanged,
      query: 'topic:outage sector:rail,water word',
      budget: 4,
      createdBy: ben,
    });
  });

  it('lets a muted source be heard again, and keeps what was muted meanwhile', async ({
    services,
    asker,
    subscribe,
  }) => {
    const { id } = await subscribe({ muted: ['The Harbour Post', 'Canglan Ribao'] });
    const view = await open(
      subscriptionModal,
      { asker: asker(ben), action: actionIds.editSubscription, value: id },
      services,
    );
    await muteSource(services, asker(ben), id, 'Die Elbwarte');
    await submit(subscriptionModal, fillIn(view, asker(ben), { unmuted: identify('Canglan Ribao') }), services);
    expect(await services.store.subscriptions.get(id)).toMatchObject({ muted: ['The Harbour Post', 'Die Elbwarte'] });
  });

  it('opens for members of the channel and admins only', async ({ services, asker, subscribe }) => {
    const { id } = await subscribe();
    const edit = { action: actionIds.editSubscription, value: id };
    expect(await codeOf(open(subscriptionModal, { ...edit, asker: asker(cleo) }, services))).toBe('not-a-member');
    const view = await open(subscriptionModal, { ...edit, asker: asker(ada) }, services);
    expect(await codeOf(subscriptionModal.submit(fillIn(view, asker(cleo)), services))).toBe('not-a-member');
  });

  it('knows no subscription of another workspace', async ({ services, asker, subscribe }) => {
    const { id } = await subscribe();
    const stranger = { ...asker(ada), team: 'T0OTHER' };
    expect(
      await codeOf(
        open(subscriptionModal, { asker: stranger, action: actionIds.editSubscription, value: id }, services),
      ),
    ).toBe('subscription-unknown');
  });
});

describe('the rehearsal', () => {
  it('shows what would have come, what would not, and the term that kept it out', async ({ services, asker }) => {
    const yesterday = minutesLater(-36 * 60);
    await fileReports(
      services.store,
      buildArticle({ id: 'in', storyId: 'story-in', seenAt: yesterday, title: 'Airline check-in fails <!channel>' }),
      buildArticle({
        id: 'near',
        storyId: 'story-near',
        seenAt: yesterday,
        title: 'Ministers meet',
        topic: 'policy',
        url: 'https://a.example/near',
      }),
    );
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben), value: 'topic:outage' }, services);
    const drawn = await subscriptionModal.change?.(fillIn(view, asker(ben)), { action: '', value: '' }, services);
    if (!drawn) throw new Error('it was not drawn anew');
    refuseMistakes(drawn);
    const shown = JSON.stringify(drawn.blocks);
    expect(shown).not.toContain('Rehearsing');
    expect(shown).toContain('The last 14 days would have sent 1 digest');
    expect(shown).toContain('Airline check-in fails <!channel>');
    expect(shown).toContain('Ministers meet, kept out by ');
    expect(shown).toContain('"text":"topic:outage"');
  });

  it('waits for the fields to be right, but for the channel', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    const again = { action: rehearseAction, value: '' };
    const wrong = await subscriptionModal.change?.(fillIn(view, asker(ben), { timezone: 'Nowhere' }), again, services);
    expect(JSON.stringify(wrong?.blocks)).toContain('once the fields above are right');
    const { channel: _channel, ...nowhere } = asker(ben);
    const onHome = await open(subscriptionModal, { ...begin, asker: nowhere }, services);
    const drawn = await subscriptionModal.change?.(fillIn(onHome, nowhere), again, services);
    expect(JSON.stringify(drawn?.blocks)).toContain('The last 14 days would have sent 0 digests');
  });

  it('lets everything else be', async ({ services, asker }) => {
    const view = await open(subscriptionModal, { ...begin, asker: asker(ben) }, services);
    expect(
      await subscriptionModal.change?.(fillIn(view, asker(ben)), { action: 'topics', value: '' }, services),
    ).toBeUndefined();
  });
});
