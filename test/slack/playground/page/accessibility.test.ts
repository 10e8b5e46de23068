import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, subscribeModal } from './canned-workspace.ts';
import { findChromium } from './find-chromium.ts';
import { type CannedServer, serveCanned } from './serve-canned.ts';

const executablePath = findChromium();
const where = executablePath ? '' : ' (skipped: there is no Chromium on this machine)';

/** The page in its states, one after the other. */
const scenes: [string, (page: Page, server: CannedServer) => Promise<void>][] = [
  ['a channel', async (page) => page.getByRole('article').first().waitFor()],
  [
    'a thread beside it',
    async (page) => {
      await page.getByRole('button', { name: '2 replies' }).click();
      await page.getByRole('heading', { name: 'Thread' }).waitFor();
    },
  ],
  [
    "a story's menu",
    async (page) => {
      await page.getByRole('button', { name: 'Close the thread' }).click();
      await page
        .getByRole('button', { name: /^More actions/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Sides' }).waitFor();
    },
  ],
  [
    'the list of commands',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('textbox', { name: /^Message #/ }).fill('/faultline ');
      await page.getByRole('option').first().waitFor();
    },
  ],
  [
    'a modal with an error and an open list',
    async (page, { change }) => {
      change(({ modals }) => {
        modals.push({ id: 'V1', view: subscribeModal, errors: { budget: 'Please enter 24 or less.' }, isBusy: false });
      });
      await page.getByRole('combobox', { name: 'Sectors' }).click();
      await page.keyboard.press('Enter');
    },
  ],
  [
    'a table, a picture, an alert and a message of what went wrong',
    async (page, server) => {
      server.change(({ modals }) => modals.splice(0));
      server.answer = { ok: false, error: 'No.' };
      await page.goto(`${server.url}#/${ada}/C0DESK`);
      await page.getByRole('textbox', { name: /^Message #/ }).fill('hello');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('No.').waitFor();
    },
  ],
  [
    'the Home',
    async (page, { url }) => {
      await page.goto(`${url}#/${ada}/home`);
      await page.getByRole('button', { name: 'Edit' }).waitFor();
    },
  ],
  [
    'the list of channels',
    async (page) => {
      const drawer = page.getByRole('button', { name: 'Open the list of channels' });
      if (await drawer.isVisible()) await drawer.click();
      await page.getByRole('link', { name: 'policy-desk' }).waitFor();
    },
  ],
];

describe.skipIf(!executablePath)(`axe finds nothing wrong with the playground${where}`, () => {
  let browser: Browser;
  let axe: string;

  beforeAll(async () => {
    browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  afterAll(() => browser.close());

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'at %d pixels, %s',
    async (width, colorScheme) => {
      const server = await serveCanned();
      // The script of the checker comes from outside the page, which its policy would refuse.
      const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
      await page.addInitScript(axe);
      await page.goto(`${server.url}#/${ada}/C0ROOM`);
      const found: string[] = [];
      for (const [name, show] of scenes) {
        await show(page, server);
        const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
        for (const { id, nodes } of violations) {
          found.push(...nodes.map(({ html, failureSummary }) => `${name}: ${id}: ${html} ${failureSummary}`));
        }
        const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        if (Number(overflow) > 0) found.push(`${name}: ${overflow} pixels wider than the window`);
      }
      await page.close();
      await server.close();
      expect(found).toEqual([]);
    },
    120_000,
  );
});
