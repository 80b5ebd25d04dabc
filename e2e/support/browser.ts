import { requireProgram } from '@townsquare/launcher';
import { type Browser, chromium } from 'playwright-core';

/** A real browser, without a window. Chromium is installed where there is none, TOWN_BROWSER names none, and that is possible. */
export async function openBrowser(): Promise<Browser> {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const note = (text: string) => process.stderr.write(`${text}\n`);
  const executablePath = process.env.TOWN_BROWSER || (await requireProgram(names, ['chromium'], 'TOWN_BROWSER', note));
  // Without a sandbox, which a browser does not get in a container, or as root; it sees pages of this machine alone.
  const onlyHere = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return chromium.launch({ executablePath, args: ['--no-sandbox', onlyHere] });
}
