import { mkdir } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { ada, ben, subscribeModal } from './canned-workspace.ts';
import { findChromium } from './find-chromium.ts';
import { type CannedServer, serveCanned } from './serve-canned.ts';

/** Scenes worth looking at, each from a fresh page. */
const scenes: Record<string, (page: Page, server: CannedServer) => Promise<void>> = {
  async channel(page, { url }) {
    await page.goto(`${url}#/${ada}/C0ROOM`);
  },
  async thread(page, { url }) {
    await page.goto(`${url}#/${ada}/C0ROOM`);
    await page.getByRole('button', { name: /2 replies/ }).click();
  },
  async menu(page, { url }) {
    await page.goto(`${url}#/${ada}/C0ROOM`);
    await page
      .getByRole('button', { name: /^More actions/ })
      .first()
      .click();
  },
  async completion(page, { url }) {
    await page.goto(`${url}#/${ben}/C0ROOM`);
    await page.getByRole('textbox', { name: 'Message #incident-room' }).fill('/faultline ');
  },
  async modal(page, { url, change }) {
    change(({ modals }) => {
      modals.push({ id: 'V1', view: subscribeModal, errors: { budget: 'Please enter 24 or less.' }, isBusy: false });
    });
    await page.goto(`${url}#/${ada}/C0ROOM`);
    await page.getByRole('combobox', { name: 'Sectors' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  },
  async confirm(page, { url }) {
    await page.goto(`${url}#/${ada}/C0ROOM`);
    await page.getByRole('button', { name: 'Remove the feed' }).click();
  },
  async trends(page, { url, answer }) {
    await page.goto(`${url}#/${ada}/C0DESK`);
    Object.assign(answer, { ok: false, error: 'Only admins of the workspace may archive a channel.' });
    await page.getByRole('button', { name: 'Menu of #policy-desk' }).click();
    await page.getByRole('menuitem', { name: /^Leave/ }).click();
    await page.getByText('Only admins').waitFor();
  },
  async home(page, { url }) {
    await page.goto(`${url}#/${ben}/home`);
  },
  async outside(page, { url, change }) {
    await page.goto(`${url}#/${ben}/C0DESK`);
    await page.getByRole('heading', { name: 'policy-desk' }).waitFor();
    change(({ messages }) => {
      messages.C0ROOM?.push({ ts: '1721631600.000100', user: ada, text: 'New', blocks: [], files: [] });
    });
    const drawer = page.getByRole('button', { name: 'Open the list of channels' });
    if (await drawer.isVisible()) await drawer.click();
  },
};

const [folder = 'screenshots', only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const executablePath = findChromium();
if (!executablePath) throw new Error('no Chromium on this machine');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const [name, show] of Object.entries(scenes)) {
  if (only && only !== name) continue;
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const server = await serveCanned();
      const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
      page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.stack}\n`));
      page.on('console', (message) => process.stderr.write(`${name}: ${message.text()}\n`));
      await show(page, server);
      await page.waitForLoadState('load');
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, animations: 'disabled' });
      await page.close();
      await server.close();
    }
  }
}
await browser.close();
