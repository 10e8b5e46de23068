import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../cli/run-faultline.ts';
import { type FeedServer, reports, startFeedServer, writeRss } from '../fixtures/feed-server.ts';
import { findChromium } from '../slack/playground/page/find-chromium.ts';

const executablePath = findChromium();
const where = executablePath ? '' : ' (skipped: there is no Chromium on this machine)';
/** The whole product works behind the page: model, store, threads. */
const patience = 60_000;

describe.skipIf(!executablePath)(`a newcomer in the demo's playground${where}`, { timeout: 300_000 }, () => {
  let workspace: Workspace;
  let feeds: FeedServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    workspace = await createWorkspace();
    feeds = await startFeedServer();
    const demo = workspace.start(['demo'], { db: null });
    const [url] = await demo.waitFor(/http:\/\/127\.0\.0\.1:\d+\/(?= )/);
    browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await feeds?.close();
    await workspace?.remove();
  });

  const messages = () => page.getByRole('region', { name: 'Messages', exact: true });
  const last = () => messages().getByRole('article').last();
  const modal = () => page.getByRole('dialog');
  const command = async (text: string): Promise<void> => {
    const composer = page.getByRole('textbox', { name: /^Message #/ });
    await composer.fill(`/faultline ${text}`);
    await composer.press('Escape');
    await composer.press('Enter');
  };
  const become = (name: RegExp) =>
    page.getByRole('navigation', { name: 'Who you are' }).getByRole('button', { name }).click();
  const goTo = (name: string) => page.getByRole('navigation', { name: 'Channels and apps' }).getByText(name).click();
  /** The menu of the first story of the digest. */
  const choose = async (deed: string): Promise<void> => {
    await messages()
      .getByRole('article')
      .first()
      .getByRole('button', { name: /story|menu|more|actions/i })
      .first()
      .click();
    await page.getByRole('menuitem', { name: deed }).click();
  };

  it('finds a digest, and asks for the latest stories', async () => {
    await messages()
      .getByRole('heading', { name: /^Faultline: 7 days to 22 Jul 2024/ })
      .waitFor();
    await command('latest sector:aviation');
    await last().getByText('CrowdStrike').first().waitFor();
    expect(await last().textContent()).toContain('Only visible to you');
  });

  it('subscribes by the form, which rehearses what it would send', async () => {
    await command('subscribe');
    await modal()
      .getByText(/the last 14 days/i)
      .first()
      .waitFor();
    await modal()
      .getByRole('spinbutton', { name: /messages a day/i })
      .fill('0');
    await modal().getByRole('button', { name: 'Subscribe' }).click();
    await modal().getByText('Please look at the marked fields.').waitFor();
    await modal()
      .getByRole('spinbutton', { name: /messages a day/i })
      .fill('3');
    await modal().getByRole('button', { name: 'Subscribe' }).click();
    await modal().waitFor({ state: 'hidden' });
    await last()
      .getByText(/at most 3 messages a day/)
      .waitFor();
  });

  it('opens the sides of a story', async () => {
    await choose('Sides');
    await last().getByText('Sovereignty').first().waitFor();
    expect(await last().textContent()).toContain('Contested');
  });

  it('mends a label, which holds at once', async () => {
    await choose('Fix labels');
    await modal()
      .getByRole('combobox', { name: /sectors/i })
      .first()
      .click();
    await modal().getByRole('option', { name: 'Water', exact: true }).first().click();
    await page.keyboard.press('Escape');
    await modal()
      .getByRole('button', { name: /save|correct|fix/i })
      .click();
    await modal().waitFor({ state: 'hidden' });
    await last()
      .getByText(/Corrected for this workspace/)
      .waitFor();
    await command('latest sector:water');
    await last().getByText('CrowdStrike').first().waitFor();
  });

  it('adds a feed and takes it off again', async () => {
    await command(`feeds add ${feeds.serve('/harbour', writeRss('Quay Gazette', [reports.crash]))}`);
    await last()
      .getByText(/Quay Gazette/)
      .first()
      .waitFor();
    const id = /[0-9a-f]{8}/.exec((await last().textContent()) ?? '')?.[0];
    await command(`feeds remove ${id}`);
    await last()
      .getByText(/Removed/)
      .waitFor();
    await become(/Ben Silva/);
    await command(`feeds add ${feeds.origin}/harbour`);
    await last()
      .getByText(/Only admins/)
      .waitFor();
    await become(/Ada Okafor/);
  });

  it('receives the next digest when its time comes', async () => {
    await command('subscribe topic:outage hourly 00:30');
    await last()
      .getByText(/every hour/i)
      .waitFor();
    await page.getByRole('button', { name: 'Next morning' }).click();
    await goTo('incident-room');
    await messages()
      .getByRole('heading', { name: /^Faultline: .* 23 Jul 2024/ })
      .first()
      .waitFor();
  });
});
