import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { eventually } from './eventually';

const { CHROMIUM_PATH, CHROMIUM_LIBRARY_PATH, CHROMIUM_ABSENT: absent } = process.env;
const HLS_JS = path.join(__dirname, '../../node_modules/hls.js/dist/hls.min.js');
const PAGE = path.join(__dirname, 'player-page.html');

/** What the player tells of itself. */
export interface Playing {
  readonly time: number;
  readonly height: number;
  readonly level: number;
  /** As the master playlist calls it. */
  readonly codec: string;
  readonly levels: number;
  readonly duration: number;
  readonly decoded: number;
  readonly faults: readonly string[];
}

/** Tests that need a browser; where none can be had, one skipped test that says why. */
export function describeWithBrowser(name: string, tests: () => void): void {
  if (programPath() !== undefined) describe(name, tests);
  else it.skip(`${name} (not run: ${absent ?? 'set CHROMIUM_PATH'})`, () => undefined);
}

function programPath(): string | undefined {
  if (CHROMIUM_PATH !== undefined || absent !== undefined) return CHROMIUM_PATH;
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** A page of a frontend at an origin of its own, with the player that frontends use, in a browser that people use. */
export class PlayerPage {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async open(origin: string): Promise<PlayerPage> {
    const browser = await chromium.launch({
      executablePath: programPath() ?? '',
      // As root there is no sandbox of the browser's own. The page seems to come from the internet, and the API is on this machine.
      args: [
        '--no-sandbox',
        '--autoplay-policy=no-user-gesture-required',
        '--disable-features=LocalNetworkAccessChecks',
      ],
      ...(CHROMIUM_LIBRARY_PATH === undefined ? {} : { env: { LD_LIBRARY_PATH: CHROMIUM_LIBRARY_PATH } }),
    });
    const page = await browser.newPage();
    await page.route(`${origin}/**`, (route) =>
      route.request().url().endsWith('/hls.js')
        ? route.fulfill({ contentType: 'text/javascript', body: readFileSync(HLS_JS, 'utf8') })
        : route.fulfill({ contentType: 'text/html', body: readFileSync(PAGE, 'utf8') }),
    );
    await page.goto(`${origin}/`);
    return new PlayerPage(browser, page);
  }

  async play(url: string): Promise<void> {
    await this.call('play', url);
  }

  async seek(seconds: number): Promise<void> {
    await this.call('seek', seconds);
  }

  /** At once, also for what is buffered in another quality. */
  async choose(level: number): Promise<void> {
    await this.call('choose', level);
  }

  now(): Promise<Playing> {
    return this.page.evaluate<Playing>('now()');
  }

  async until(what: string, isSo: (playing: Playing) => boolean): Promise<Playing> {
    let last: Playing | undefined;
    return eventually(
      what,
      async () => {
        last = await this.now();
        if (last.faults.some((fault) => fault.endsWith('(fatal)'))) throw new Error(last.faults.join(', '));
        return isSo(last) ? last : null;
      },
      60_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(last)}`);
    });
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private call(name: string, argument: string | number): Promise<unknown> {
    return this.page.evaluate(`${name}(${JSON.stringify(argument)})`);
  }
}
