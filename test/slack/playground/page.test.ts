import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Deed, PlaygroundMessage } from '../../../lib/slack/playground/protocol.ts';
import { ada, ben, buildSnapshot, hostile, importModal, subscribeModal } from './page/canned-workspace.ts';
import { findChromium } from './page/find-chromium.ts';
import { type CannedServer, serveCanned } from './page/serve-canned.ts';

const executablePath = findChromium();
/** The page needs its time, on a busy machine more than a second. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
const where = executablePath ? '' : ' (skipped: there is no Chromium on this machine)';

describe.skipIf(!executablePath)(`the playground's page in Chromium${where}`, () => {
  let browser: Browser;
  let server: CannedServer;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    server = await serveCanned();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    await page.goto('about:blank');
    server.reset();
  });

  const open = (place: string, user = ada): Promise<unknown> => page.goto(`${server.url}#/${user}/${place}`);
  const composer = () => page.getByRole('textbox', { name: 'Message #incident-room' });
  const options = () => page.getByRole('option').allTextContents();
  const toast = () => page.getByRole('alert').getByText(server.answer.error ?? '');
  /** What the page did, once it did so much. */
  const deeds = async (count: number): Promise<Deed[]> => {
    await eventually(() => server.deeds.length).toBe(count);
    return server.deeds.map(({ deed }) => deed);
  };
  const say = (text: string, channel = 'C0ROOM'): void => {
    const ts = `${Date.parse('2024-07-22T07:00:00Z') / 1000 + server.deeds.length}.000100`;
    const message: PlaygroundMessage = { ts, user: 'U0APP', text, blocks: [], files: [] };
    server.change(({ messages }) => messages[channel]?.push(message));
  };
  const openModal = (errors: Record<string, string> = {}, isBusy = false): void =>
    server.change((snapshot) => {
      snapshot.modals = [{ id: 'V1', view: subscribeModal, errors, isBusy }];
    });

  it('shows channels, messages and replies as the workspace has them', async () => {
    await page.goto(server.url);
    await eventually(() => page.getByRole('heading', { level: 2, name: 'incident-room' }).count()).toBe(1);
    expect(await page.title()).toBe('Playground');
    const article = page.getByRole('article', { name: 'Faultline, 07:02' });
    expect(await article.getByRole('heading').allTextContents()).toEqual([
      'Faultline: 24 hours to 22 Jul 2024 06:00 UTC',
    ]);
    expect(await article.getByRole('link', { name: 'Faulty update grounds flights' }).getAttribute('href')).toBe(
      'https://harbour-post.example/1',
    );
    expect(await page.getByText('Only visible to you').count()).toBe(1);
    expect(await page.getByText('Reports of story 1').count()).toBe(0);
    await page.getByRole('button', { name: '2 replies' }).click();
    expect(await page.getByRole('complementary', { name: 'Thread' }).getByText('Reports of story').count()).toBe(2);
    await page.reload();
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await eventually(() => page.getByRole('complementary').count()).toBe(0);
  });

  it('opens for somebody who is there, where the address names nobody', async () => {
    await open('C0ROOM', 'U0GONE');
    await composer().waitFor();
    expect(await page.getByRole('link', { name: /Ada/ }).getAttribute('aria-current')).toBe('true');
  });

  it('completes a command by keyboard and sends it', async () => {
    await open('C0ROOM', ben);
    await composer().pressSequentially('/f');
    expect(await options()).toHaveLength(buildSnapshot(ben).app.hints.length);
    await page.keyboard.type('aultline l');
    expect(await options()).toEqual(['/faultline latest [QUERY]the latest stories that match']);
    await page.keyboard.press('Tab');
    expect(await composer().inputValue()).toBe('/faultline latest ');
    await page.keyboard.type('sector:rail');
    expect(await page.getByRole('listbox').count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await deeds(1)).toEqual([{ kind: 'command', channel: 'C0ROOM', text: 'latest sector:rail' }]);
    expect(server.deeds[0]?.user).toBe(ben);
    expect(await composer().inputValue()).toBe('');
  });

  it('walks the list by arrows, and sends at once what is written out', async () => {
    await open('C0ROOM');
    await composer().fill('/faultline feeds');
    await page.keyboard.press('ArrowDown');
    const active = await composer().getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain('feeds add URL');
    await page.keyboard.press('Enter');
    expect(await composer().inputValue()).toBe('/faultline feeds add ');
    await composer().fill('/faultline feeds');
    await page.keyboard.press('Enter');
    expect(await deeds(1)).toEqual([{ kind: 'command', channel: 'C0ROOM', text: 'feeds' }]);
  });

  it('says other text in the channel, and keeps what was refused', async () => {
    server.answer = { ok: false, error: 'The channel is archived.' };
    await open('C0ROOM');
    await composer().fill('hello');
    await page.keyboard.press('Enter');
    await toast().waitFor();
    expect(await deeds(1)).toEqual([{ kind: 'say', channel: 'C0ROOM', text: 'hello' }]);
    expect(await composer().inputValue()).toBe('hello');
    await page.getByRole('button', { name: 'Put this message away' }).click();
    expect(await toast().count()).toBe(0);
  });

  it('invites the app as Slack does', async () => {
    await open('C0ROOM');
    await composer().fill('/invite @Faultline');
    await page.keyboard.press('Enter');
    expect(await deeds(1)).toEqual([{ kind: 'membership', channel: 'C0ROOM', deed: 'invite-app' }]);
  });

  it('knows no command of others', async () => {
    await open('C0ROOM');
    await composer().fill('/giphy cat');
    await page.keyboard.press('Enter');
    await page.getByText('“/giphy” is no command of this workspace').waitFor();
    expect(server.deeds).toEqual([]);
  });

  it('sends what was chosen in a menu', async () => {
    await open('C0ROOM');
    await page.getByRole('button', { name: 'More actions: 2. outage, ongoing' }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const { ts } = buildSnapshot(ada).messages.C0ROOM?.[1] ?? {};
    expect(await deeds(1)).toEqual([
      {
        kind: 'action',
        source: { kind: 'message', channel: 'C0ROOM', ts },
        blockId: 'story-2',
        action: {
          type: 'overflow',
          action_id: 'story-menu',
          block_id: 'story-2',
          selected_option: { text: { type: 'plain_text', text: 'Fix labels', emoji: false }, value: 'Fix labels|s2' },
        },
        values: {},
      },
    ]);
    expect(await page.getByText('Done: Open the menu of a story').count()).toBe(1);
  });

  it('asks first where a button wants that', async () => {
    await open('C0ROOM');
    await page.getByRole('button', { name: 'Remove the feed' }).click();
    await page.getByRole('dialog', { name: 'Remove the feed?' }).getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Remove the feed' }).click();
    await page.keyboard.press('Escape');
    expect(server.deeds).toEqual([]);
    await page.getByRole('button', { name: 'Remove the feed' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    expect(await deeds(1)).toMatchObject([{ blockId: 'welcome', action: { action_id: 'feed-remove', value: 'f1' } }]);
  });

  it('submits a modal with all that its fields hold', async () => {
    await open('C0ROOM');
    openModal();
    const modal = page.getByRole('dialog', { name: 'Subscribe a channel' });
    await modal.getByRole('combobox', { name: 'Channel' }).selectOption({ label: '#policy-desk' });
    await modal.getByRole('combobox', { name: 'Sectors' }).click();
    await page.keyboard.type('rail');
    await page.keyboard.press('Enter');
    await modal.getByLabel('Words').fill('cloud');
    await modal.getByLabel('At', { exact: true }).fill('07:15');
    await modal.getByLabel('Weekly').check();
    expect(await deeds(1)).toMatchObject([
      {
        source: { kind: 'modal', id: 'V1' },
        blockId: 'cadence',
        action: { type: 'radio_buttons', action_id: 'cadence', selected_option: { value: 'weekly' } },
        values: {
          cadence: { cadence: { selected_option: { value: 'weekly' } } },
          words: { words: { value: 'cloud' } },
        },
      },
    ]);
    await modal.getByRole('button', { name: 'Subscribe' }).click();
    expect((await deeds(2))[1]).toMatchObject({
      kind: 'submit',
      modal: 'V1',
      values: {
        channel: { channel: { type: 'conversations_select', selected_conversation: 'C0DESK' } },
        sectors: { sectors: { type: 'multi_static_select', selected_options: [{ value: 'rail and public transit' }] } },
        at: { at: { type: 'timepicker', selected_time: '07:15' } },
        budget: { budget: { type: 'number_input', value: '6' } },
      },
    });
  });

  it('sends the files of a modal before it is submitted', async () => {
    await open('C0ROOM');
    server.change((snapshot) => {
      snapshot.modals = [{ id: 'V2', view: importModal, errors: {}, isBusy: false }];
    });
    const modal = page.getByRole('dialog', { name: 'Import feeds' });
    const file = { name: 'mine.opml', mimeType: 'text/x-opml', buffer: Buffer.from('<opml/>') };
    await modal.getByLabel('OPML file').setInputFiles(file);
    await modal.getByText('The file is ready.').waitFor({ state: 'attached' });
    expect(server.uploads).toEqual(['<opml/>']);
    await modal.getByRole('button', { name: 'Import' }).click();
    expect(await deeds(1)).toMatchObject([
      { kind: 'submit', values: { file: { file: { files: [{ id: 'F1', name: 'mine.opml' }] } } } },
    ]);
  });

  it('closes the list of a field before the modal', async () => {
    await open('C0ROOM');
    openModal();
    await page.getByRole('combobox', { name: 'Sectors' }).fill('zzz');
    const list = page.getByRole('listbox', { name: 'Sectors' });
    expect(await list.allTextContents()).toEqual(['Nothing is called “zzz”.']);
    await page.keyboard.press('Escape');
    expect(await list.count()).toBe(0);
    expect(server.deeds).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await deeds(1)).toEqual([{ kind: 'close', modal: 'V1' }]);
  });

  it('shows errors at their fields, and what was written stays', async () => {
    await open('C0ROOM');
    openModal();
    const budget = page.getByRole('dialog').getByLabel('Messages a day at most');
    await budget.fill('99');
    openModal({ budget: 'Please enter 24 or less.' });
    await page.getByText('Please enter 24 or less.').waitFor();
    expect(await budget.inputValue()).toBe('99');
    expect(await budget.getAttribute('aria-invalid')).toBe('true');
    const described = (await budget.getAttribute('aria-describedby'))?.split(' ')[0];
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain('Please enter 24 or less.');
    await eventually(() => budget.evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('tells in the modal what its submission is refused for', async () => {
    await open('C0ROOM');
    openModal();
    server.answer = { ok: false, error: 'The app did not answer in time.' };
    const modal = page.getByRole('dialog');
    await modal.getByRole('button', { name: 'Subscribe' }).click();
    await modal.getByText('The app did not answer in time.').waitFor();
    expect(await toast().count()).toBe(0);
  });

  it('begins to read a long message at its beginning', async () => {
    await open('C0ROOM');
    const top = page.getByRole('article').last();
    await eventually(() => top.evaluate((article) => article.getBoundingClientRect().bottom)).toBeLessThan(800);
    say(Array.from({ length: 80 }, (_, line) => `line ${line}`).join('\n'));
    const long = page.getByRole('article').filter({ hasText: 'line 79' });
    await eventually(() => long.evaluate((article) => Math.sign(article.getBoundingClientRect().top))).toBe(1);
  });

  it('waits while a submission is under way, and closes by key', async () => {
    await open('C0ROOM');
    openModal({}, true);
    await page.getByText('Working…').waitFor();
    await page.getByLabel('Words').press('Enter');
    await page.keyboard.press('Escape');
    expect(await deeds(1)).toEqual([{ kind: 'close', modal: 'V1' }]);
  });

  it('keeps text of feeds text, in every place where it may stand', async () => {
    await open('C0DESK');
    const article = page.getByRole('article').first();
    await eventually(() => article.getByText(hostile.slice(0, 60)).count()).toBe(6);
    // An address that one reads becomes a link to itself, as in Slack.
    const links = await article.getByRole('link').all();
    for (const link of links) expect(await link.getAttribute('href')).toBe(await link.textContent());
    expect(await article.locator('img, .mention, strong, em').count()).toBe(0);
    expect(await article.getByText('<!channel> <https://evil.example|bank.example> <javascript:').count()).toBe(1);
    await article.getByText('press me').click();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('shows pictures with what they show in words', async () => {
    await open('C0DESK');
    const picture = page.getByRole('img', { name: 'Aviation peaks on 19 July with nine stories.' });
    await eventually(() => picture.evaluate((image) => image.clientWidth)).toBeGreaterThan(100);
  });

  it('lets one be somebody else, and says who is an admin', async () => {
    await open('home');
    expect(await deeds(1)).toEqual([{ kind: 'open-home' }]);
    const people = page.getByRole('navigation', { name: 'Who you are' });
    expect(await people.getByRole('link').allTextContents()).toEqual(['AOAda OkaforAdmin', 'BSBen SilvaMember']);
    await people.getByRole('link', { name: /Ben/ }).click();
    await page.getByText('Home, as Ben Silva sees it').waitFor();
    expect((await deeds(2))[1]).toEqual({ kind: 'open-home' });
    expect(server.deeds[1]?.user).toBe(ben);
    await page.getByRole('button', { name: 'Edit' }).click();
    expect((await deeds(3))[2]).toMatchObject({ source: { kind: 'home' }, action: { value: 's1' } });
  });

  it('marks what was not read, and says what arrives', async () => {
    await open('C0DESK');
    await page.getByRole('heading', { name: 'policy-desk' }).waitFor();
    say('A new outage');
    const entry = page.getByRole('link', { name: 'incident-room' });
    await eventually(() => entry.textContent()).toBe('incident-room1 unread');
    await eventually(() => page.locator('[aria-live=polite]').textContent()).toBe('Faultline: A new outage');
    await entry.click();
    await eventually(() => entry.textContent()).toBe('incident-room');
  });

  it('moves the clock', async () => {
    await open('C0ROOM');
    await page.getByRole('button', { name: '+1 hour' }).click();
    await page.getByRole('button', { name: 'Next morning' }).click();
    expect(await deeds(2)).toEqual([
      { kind: 'advance', minutes: 60 },
      { kind: 'advance', minutes: 1550 },
    ]);
  });

  it.each<[string, string, Deed, string?]>([
    ['C0ROOM', 'Remove Faultline', { kind: 'membership', channel: 'C0ROOM', deed: 'remove-app' }],
    ['C0NOTES', 'Add Faultline', { kind: 'membership', channel: 'C0NOTES', deed: 'invite-app' }],
    ['C0ROOM', 'Leave #incident-room', { kind: 'membership', channel: 'C0ROOM', deed: 'leave' }],
    ['C0ROOM', 'Archive the channel', { kind: 'membership', channel: 'C0ROOM', deed: 'archive' }, 'Archive'],
    ['C0OLD', 'Take it out of the archive', { kind: 'membership', channel: 'C0OLD', deed: 'unarchive' }],
    ['C0OLD', 'Delete the channel', { kind: 'membership', channel: 'C0OLD', deed: 'delete' }, 'Delete'],
  ])('changes %s by its menu: %s', async (channel, label, deed, sure) => {
    await open(channel);
    await page.getByRole('button', { name: /^Menu of #/ }).click();
    await page.getByRole('menuitem', { name: label }).click();
    if (sure) await page.getByRole('dialog').getByRole('button', { name: sure }).click();
    expect(await deeds(1)).toEqual([deed]);
  });

  it('uninstalls the app once one is sure, and installs it again', async () => {
    await open('C0ROOM');
    await page.getByRole('button', { name: 'Menu of Harbour Works' }).click();
    await page.getByRole('menuitem', { name: 'Uninstall Faultline' }).click();
    await page.getByRole('dialog', { name: 'Uninstall Faultline?' }).getByRole('button', { name: 'Uninstall' }).click();
    expect(await deeds(1)).toEqual([{ kind: 'uninstall' }]);
    server.change(({ app }) => Object.assign(app, { installed: false }));
    await page.getByText('not installed').waitFor();
    await page.getByRole('button', { name: 'Menu of Harbour Works' }).click();
    await page.getByRole('menuitem', { name: 'Install Faultline again' }).click();
    expect((await deeds(2))[1]).toEqual({ kind: 'install' });
  });

  it('says that the playground is gone, and goes on once it is back', async () => {
    await open('C0ROOM');
    await composer().waitFor();
    await page.route('**/state*', (route) => route.abort());
    say('Unheard');
    await page.getByText('The playground does not answer; trying again.').waitFor();
    await page.unroute('**/state*');
    say('Heard');
    await page.getByRole('article').getByText('Heard', { exact: true }).waitFor();
    expect(await page.getByText('trying again').count()).toBe(0);
  });
});
