import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Person } from './person.js';
import { town } from './town.js';

/** How a browser looks at the web client. */
export interface Look {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
}

/** A browser of its own for one person, and what its pages have complained about. */
export class WebBrowser {
  /** The errors of the console and of scripts. */
  readonly complaints: string[] = [];

  private constructor(readonly context: BrowserContext) {
    context.on('page', (page) => this.#watch(page));
  }

  /** Opens a browser for a visitor; for a person, one that is logged in. */
  static async open(browser: Browser, person?: Person, look: Look = {}): Promise<WebBrowser> {
    const { width = 1280, height = 900, colorScheme = 'light', locale = 'en-GB' } = look;
    const options = { viewport: { width, height }, colorScheme, locale, baseURL: town.gatewayUrl };
    const opened = new WebBrowser(await browser.newContext({ ...options, reducedMotion: 'reduce' }));
    if (person) await opened.#logIn(person);
    return opened;
  }

  /** Opens a path in a new tab. */
  async visit(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(path);
    return page;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Gets the cookie that the page of the log-in gets, and the word that there may be a session. */
  async #logIn(person: Person): Promise<void> {
    const response = await this.context.request.post('/api/v1/auth/login', {
      headers: { origin: town.gatewayUrl },
      data: { login: person.username, password: person.password, tokenDelivery: 'cookie' },
    });
    if (!response.ok()) throw new Error(`log-in: ${response.status()} ${await response.text()}`);
    await this.context.addInitScript(() => {
      // An empty tab has no storage.
      if (location.protocol.startsWith('http')) localStorage.setItem('townsquare.has-session', '1');
    });
  }

  #watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }
}

/** A post in a list or on its own page, by a text in it. */
export const postWith = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
