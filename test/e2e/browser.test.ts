import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe } from 'vitest';
import { reports, writeRss } from '../fixtures/feed-server.ts';
import { ada, ben, executablePath, it, openScreen, patience, places, skipped } from './demo-page.ts';

const { incidents, policy, home } = places;
const timeServer = 'How our time server sent half the internet exchange back to 1996';

describe.skipIf(!executablePath)(`a newcomer to the demo${skipped}`, { timeout: 5 * patience }, () => {
  it('finds a digest, and reads on: latest stories, sides, labels, the thread', async ({ demo, expect }) => {
    await demo.open(ada, incidents);
    const digest = demo.message(/^.*Faultline: 7 days to 22 Jul 2024/s);
    await digest.getByText('Computers crash worldwide').waitFor();
    expect(await digest.textContent()).toMatch(/119 items from 16 feeds: .* 0 lost/);

    await demo.send('/faultline latest sector:aviation');
    const latest = demo.message('Latest stories');
    await latest.getByText('Only visible to you').waitFor();
    expect(await latest.textContent()).toMatch(/Query: sector:aviation.*Computers crash worldwide/);

    await demo.choose(digest, 'Sides');
    const sides = demo.message('Contested:');
    await sides.getByText('Jade Gate Daily (CN, state)').first().waitFor();
    expect(await sides.textContent()).toContain('Who is missing');

    await demo.choose(digest, 'Why these labels?');
    await demo
      .message('Why these labels?')
      .getByText(/over 99%, almost certain.*“CrowdStrike”/)
      .first()
      .waitFor();

    await digest.getByRole('button', { name: '7 replies' }).click();
    const thread = demo.page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('7 replies', { exact: true }).waitFor();
    expect(await thread.getByRole('article').count()).toBe(8);
  });

  it('is told the nearest right form of what was not understood', async ({ demo }) => {
    await demo.open(ben, incidents);
    await demo.send('/faultline latest sector:aviaton');
    await demo.message('"aviaton" is no sector').getByText('/faultline latest sector:aviation').waitFor();
    await demo.send('/faultline subscribe topic:outage daily 25:30');
    await demo.message('a time of day has the form').getByText('For example').waitFor();
  });

  it('subscribes by the form, which rehearses, and has a digest the next morning', async ({
    ownDemo: demo,
    expect,
  }) => {
    const { page, dialog } = demo;
    await demo.open(ada, incidents);
    await demo.send('/faultline subscribe');
    await dialog.getByText(/The last 14 days would have sent \d+ digests/).waitFor();
    expect(await dialog.getByText('In, for example:').count()).toBe(1);

    await dialog.getByLabel('Channel').selectOption({ label: '#general' });
    await demo.pick('Sectors', 'Aviation');
    await dialog.getByLabel('Time zone').fill('Europe/Lundon');
    const subscribe = dialog.getByRole('button', { name: 'Subscribe', exact: true });
    await subscribe.click();
    await dialog.getByText('did you mean Europe/London?').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('');
    await dialog.getByLabel('Time zone').fill('Europe/London');
    await subscribe.click();
    await dialog.getByText(/is not in .*channel/i).waitFor();
    await dialog.getByLabel('Channel').selectOption({ label: '#incident-room' });
    await subscribe.click();
    await dialog.waitFor({ state: 'detached' });
    const told = demo.message('Subscribed #incident-room to sector:aviation');
    await told.getByText(/Every day at 08:30 Europe\/London/).waitFor();

    await page.getByRole('button', { name: 'Next morning' }).click();
    await page.getByText('Tue 23 Jul 2024, 09:').waitFor();
    await demo
      .message(/Faultline: .*to 23 Jul 2024 07:30 UTC/)
      .getByText('Query: sector:aviation')
      .waitFor();
  });

  it('pauses, resumes and removes a subscription where it is listed', async ({ ownDemo: demo, expect }) => {
    await demo.open(ben, incidents);
    await demo.send('/faultline subscriptions');
    const list = demo.message('by @Ada Okafor');
    await list.getByRole('button', { name: 'Pause' }).click();
    await list.getByText('Paused').waitFor();
    await list.getByRole('button', { name: 'Resume' }).click();
    await list.getByRole('button', { name: 'Pause' }).waitFor();
    await list.getByRole('button', { name: 'Remove' }).click();
    await demo.dialog.getByRole('button', { name: 'Remove' }).click();
    await demo.message('No subscriptions yet').waitFor();
    expect(await demo.message('by @Ada Okafor').count()).toBe(0);
  });
});

describe.skipIf(!executablePath)(`a reader who knows better${skipped}`, { timeout: 5 * patience }, () => {
  it('fixes labels, which hold from then on', async ({ demo, expect }) => {
    const { dialog } = demo;
    await demo.open(ben, incidents);
    await demo.choose(demo.message('Faultline: 7 days'), 'Fix labels', 6);
    await dialog.getByText(timeServer).last().waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Nothing is different yet').waitFor();
    await dialog.getByRole('button', { name: 'Remove Telecom' }).click();
    await demo.pick('Sectors that are hit', 'Food');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await demo.message('Corrected for this workspace').waitFor();

    await demo.send('/faultline latest sector:food');
    const latest = demo.message('Query: sector:food');
    await latest.getByText(timeServer).waitFor();
    await latest.getByRole('button', { name: 'Open' }).click();
    const story = demo.message('Who is missing');
    await story.getByText(timeServer).first().waitFor();
    expect(await story.textContent()).toMatch(/Food/);
    expect(await story.textContent()).not.toMatch(/Telecom/);
  });

  it('takes a report out of its story, and mutes a source', async ({ ownDemo: demo }) => {
    const { dialog } = demo;
    await demo.open(ben, incidents);
    const digest = demo.message('Faultline: 7 days');
    await demo.choose(digest, 'Not the same story', 5);
    await dialog.getByRole('button', { name: 'Take out' }).click();
    await dialog.locator('.wrong').waitFor();
    await demo.pick('Reports that do not belong', 'Merewell');
    await dialog.getByRole('button', { name: 'Take out' }).click();
    await demo.message('Took 1 report out of the story').waitFor();

    await demo.choose(digest, 'Mute source', 5);
    await dialog.getByLabel('Which source').selectOption({ index: 1 });
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
    await demo.message(/Muted .* in #incident-room from the next digest on/).waitFor();
    await demo.send('/faultline subscriptions');
    await demo
      .message('Subscriptions')
      .getByText(/Muted: /)
      .waitFor();
  });
});

describe.skipIf(!executablePath)(`the feed list${skipped}`, { timeout: 5 * patience }, () => {
  it('takes a feed of an admin, and lets it go again', async ({ demo, server, expect }) => {
    const { dialog } = demo;
    const url = server.serve('/quay', writeRss('Quay Gazette', [reports.crash]));
    await demo.open(ada, incidents);
    await demo.send('/faultline feeds');
    await demo.message('Alliance for Trusted Software').getByRole('button', { name: 'Add a feed' }).click();
    await dialog.getByLabel('Address').fill('ftp://quay.example');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('its scheme is ftp').waitFor();
    await dialog.getByLabel('Address').fill(url);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await demo.message('Added "Quay Gazette"').getByRole('button', { name: 'Feeds' }).click();
    await demo.message('Alliance for Trusted Software').getByRole('button', { name: 'More' }).click();

    const list = demo.message('Stackside');
    const remove = list.locator('xpath=.//a[normalize-space()="Quay Gazette"]/following::button[.="Remove"][1]');
    await remove.click();
    await dialog.getByText('Quay Gazette will be polled no more').waitFor();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await remove.waitFor({ state: 'detached' });
    expect(await list.textContent()).not.toContain('Quay Gazette');
  });

  it('is not for a member to tune, by command or by mouse', async ({ demo, server, expect }) => {
    const url = server.serve('/quay', writeRss('Quay Gazette', [reports.crash]));
    await demo.open(ben, incidents);
    await demo.send(`/faultline feeds add ${url}`);
    await demo.message('Only admins, the installer and those whom the admins chose may change the feed list').waitFor();
    await demo.send('/faultline feeds');
    const list = demo.message('Alliance for Trusted Software');
    await list.waitFor();
    expect(await list.getByRole('button').allTextContents()).toEqual(['More', 'Export OPML']);

    await demo.open(ada, incidents);
    await demo.send('/faultline feeds --share');
    await demo.message('Alliance for Trusted Software').getByRole('button', { name: 'Disable' }).first().waitFor();
    await demo.open(ben, incidents);
    const refused = demo.page.getByRole('article').filter({ hasText: 'Only admins, the installer' });
    const before = await refused.count();
    await demo.message('Alliance for Trusted Software').getByRole('button', { name: 'Disable' }).first().click();
    await expect.poll(() => refused.count(), { timeout: patience }).toBe(before + 1);
  });
});

describe.skipIf(!executablePath)(`the App Home${skipped}`, { timeout: 5 * patience }, () => {
  it('lets an admin do everything by mouse', async ({ ownDemo: demo }) => {
    const { page, dialog } = demo;
    await demo.open(ada, home);
    await page.getByRole('heading', { name: 'For admins' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).first().click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByText('paused the subscription of').waitFor();
    await page.getByRole('button', { name: 'Open' }).first().click();
    await dialog.getByText('Who is missing').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Workspace settings' }).click();
    await dialog.getByText('Everyone').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Decided: feeds are tuned by everyone/).waitFor();
  });

  it('shows a member what is theirs', async ({ demo, expect }) => {
    const { page, dialog } = demo;
    await demo.open(ben, home);
    await page.getByRole('heading', { name: 'Feeds', exact: true }).waitFor();
    const shown = await page.getByRole('region', { name: 'Home' }).textContent();
    expect(shown).toMatch(/Subscriptions.*#incident-room.*#policy-desk.*Latest stories.*Computers crash worldwide/s);
    expect(shown).not.toContain('For admins');
    expect(await page.getByRole('button', { name: /^(Disable|Add a feed|Import OPML)$/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await dialog.getByText('would have sent').waitFor();
  });
});

describe.skipIf(!executablePath)(`the life of a channel${skipped}`, { timeout: 5 * patience }, () => {
  it('ends in the archive, of which the maker is told, and begins again', async ({ ownDemo: demo }) => {
    const { page, dialog } = demo;
    await demo.open(ben, policy);
    await page.getByRole('button', { name: 'Menu of #policy-desk' }).click();
    await page.getByRole('menuitem', { name: 'Archive the channel' }).click();
    await dialog.getByRole('button', { name: 'Archive' }).click();
    await page.getByText('#policy-desk is archived: nobody can write here.').waitFor();

    await demo.open(ada, policy);
    await page.getByRole('link', { name: /^Faultline(?! Home)/ }).click();
    await demo.message('Paused: your subscription to topic:policy in #policy-desk rests').waitFor();

    await demo.open(ada, policy);
    await page.getByRole('button', { name: 'Menu of #policy-desk' }).click();
    await page.getByRole('menuitem', { name: 'Take it out of the archive' }).click();
    await demo.message('1 subscription rests here').waitFor();
  });

  it('goes on after the app was uninstalled and installed again, with nothing kept', async ({ ownDemo: demo }) => {
    const { page, dialog } = demo;
    await demo.open(ada, incidents);
    await page.getByRole('button', { name: 'Menu of Playground' }).click();
    await page.getByRole('menuitem', { name: 'Uninstall Faultline' }).click();
    await dialog.getByRole('button', { name: 'Uninstall' }).click();
    await page.getByRole('button', { name: 'Menu of Playground' }).click();
    await page.getByRole('menuitem', { name: 'Install Faultline again' }).click();
    await demo.send('/invite @Faultline');
    await demo.message('Faultline is in this channel').getByText('Three first steps').waitFor();
    await demo.send('/faultline subscriptions');
    await demo.message('No subscriptions yet').waitFor();
  });
});

const screens = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe.skipIf(!executablePath)(`the demo's page${skipped}`, { timeout: 8 * patience }, () => {
  it('is accessible at two widths, light and dark', async ({ browser, url, expect }) => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const found: string[] = [];
    for (const screen of screens) {
      const demo = await openScreen(browser, url, screen);
      const { page, dialog } = demo;
      await page.addInitScript(axe);
      const check = async (state: string): Promise<void> => {
        const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
        const where = `${state}, ${screen.width} pixels, ${screen.colorScheme}`;
        for (const { id, nodes } of violations) found.push(...nodes.map(({ html }) => `${where}: ${id}: ${html}`));
      };
      await demo.open(ada, incidents);
      const digest = demo.message('Faultline: 7 days');
      await digest.waitFor();
      await check('a channel with a digest');
      await digest.getByRole('button', { name: '7 replies' }).click();
      await page.getByRole('heading', { name: 'Thread' }).waitFor();
      await check('its thread');
      await demo.open(ada, incidents);
      await demo.send('/faultline subscribe');
      await dialog.getByText('would have sent').waitFor();
      await check('the form');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      await demo.open(ada, home);
      await page.getByRole('heading', { name: 'For admins' }).waitFor();
      await check('the Home');
      await page.close();
    }
    expect(found).toEqual([]);
  });
});
