import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { it as commands } from '../cli/fixture.ts';
import { createWorkspace, type Workspace } from '../cli/run-faultline.ts';
import { findChromium } from '../slack/playground/page/find-chromium.ts';

export const executablePath = findChromium();
/** To be said beside the name of what is skipped. */
export const skipped = executablePath ? '' : ' (skipped: there is no Chromium on this machine)';

export const ada = 'U0ADAOKAFOR';
export const ben = 'U0BENSILVA1';
export const places = { incidents: 'C0INCIDENTS', policy: 'C0POLICYDSK', home: 'home' } as const;

/** Milliseconds for whatever the page or the app does; a busy machine needs more than one that is not. */
export const patience = 90_000;

/** The page of a demo, as somebody uses it. */
export interface DemoPage {
  page: Page;
  /** Goes somewhere as a user, and waits till the place is there. */
  open(user: string, place: string): Promise<void>;
  /** Types something and sends it. */
  send(text: string): Promise<void>;
  /** The newest message with a text, which may have to come first. */
  message(text: string | RegExp): Locator;
  /** The window on top. */
  dialog: Locator;
  /** Chooses from the menu of the n-th story of a message. */
  choose(message: Locator, item: string, story?: number): Promise<void>;
  /** Chooses something in a field that takes several. */
  pick(field: string, word: string): Promise<void>;
}

function operate(page: Page, url: string): DemoPage {
  page.setDefaultTimeout(patience);
  const messages = page.getByRole('region', { name: 'Messages', exact: true });
  const dialog = page.getByRole('dialog').last();
  return {
    page,
    dialog,
    async open(user, place) {
      await page.goto(`${url}#/${user}/${place}`);
      await page.locator(`nav.users a[href*="${user}"][aria-current]`).waitFor();
      await page.locator(`nav.places a[href$="/${place}"][aria-current]`).waitFor({ state: 'attached' });
    },
    async send(text) {
      const composer = page.getByRole('textbox', { name: /^Message / });
      await composer.fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
    },
    message: (text) => messages.getByRole('article').filter({ hasText: text }).last(),
    async choose(message, item, story = 1) {
      await message.getByRole('button', { name: new RegExp(`^More actions: ${story}\\.`) }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    async pick(field, word) {
      const box = dialog.getByRole('combobox', { name: field });
      await box.fill(word);
      await box.press('Enter');
      await box.press('Escape');
    },
  };
}

interface Fixture {
  viewport: { width: number; height: number };
  browser: Browser;
  /** Where the page of a demo is that all cases of the file share: they leave it fit for each other. */
  url: string;
  /** Its page on a desk. */
  demo: DemoPage;
  /** The page of a demo that a case has for itself, to change what it likes. */
  ownDemo: DemoPage;
}

export const it = commands.extend<Fixture>({
  viewport: [{ width: 1280, height: 844 }, { scope: 'file' }],
  browser: [
    async ({ viewport: { width, height } }, use) => {
      const args = ['--no-sandbox', `--window-size=${width},${height}`];
      const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  url: [
    async ({ browser: _browser }, use) => {
      const workspace = await createWorkspace();
      await use(await startDemo(workspace));
      await workspace.remove();
    },
    { scope: 'file' },
  ],
  demo: async ({ browser, viewport, url }, use) => {
    const page = await browser.newPage({ viewport });
    await use(operate(page, url));
    await page.close();
  },
  ownDemo: async ({ browser, viewport, workspace }, use) => {
    const page = await browser.newPage({ viewport });
    await use(operate(page, await startDemo(workspace)));
    await page.close();
  },
});

async function startDemo(workspace: Workspace): Promise<string> {
  const [url] = await workspace.start(['demo'], { db: null }).waitFor(/http:\/\/127\.0\.0\.1:\d+\/(?= )/);
  return url;
}

/** The page as it is on another screen, in other colours. */
export async function openScreen(
  browser: Browser,
  url: string,
  { width, colorScheme }: { width: number; colorScheme: 'light' | 'dark' },
): Promise<DemoPage> {
  // Scripts that a test brings come from outside the page, which its policy would refuse.
  const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
  return operate(page, url);
}
