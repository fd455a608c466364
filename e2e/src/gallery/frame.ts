import type { Browser, Page } from 'playwright-core';

export const themes = ['light', 'dark'] as const;
export const locales = ['en', 'zh-CN'] as const;

export interface Look {
  readonly story: string;
  readonly theme: (typeof themes)[number];
  readonly locale: (typeof locales)[number];
}

export interface StoryInfo {
  readonly id: string;
  /** Of the window; null: as high as what is shown. */
  readonly height: number | null;
}

const usualHeight = 800;

/** React shows a part whose code has just come 300 ms after the last one at the soonest. */
const lateMs = 400;
const mostTurns = 20;

interface Fonts {
  readonly own: string[];
  readonly foreign: string[];
}

/** A window of one width on the gallery; shows one look after the other without loading anew. */
export class Frame {
  readonly #page: Page;
  readonly #width: number;
  #turn = 0;
  #last: Look | null = null;

  private constructor(page: Page, width: number) {
    this.#page = page;
    this.#width = width;
  }

  static async open(browser: Browser, at: { address: string; width: number }): Promise<Frame> {
    const page = await browser.newPage({
      viewport: { width: at.width, height: usualHeight },
      deviceScaleFactor: 1,
      reducedMotion: 'reduce',
      locale: 'en',
      timezoneId: 'UTC',
    });
    await page.clock.setFixedTime('2026-11-28T09:00:00Z');
    page.on('pageerror', (error) => this.faults.push(error));
    await page.goto(`${at.address}?frame&fonts=fixed&story=buttons&theme=light&locale=en`);
    await page.waitForSelector('[data-story]');
    // A part of a font that is asked for only when a letter of it is shown may come after the picture.
    await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())));
    return new Frame(page, at.width);
  }

  /** What went wrong in any window. */
  static readonly faults: Error[] = [];

  /** Shows it and takes its picture as PNG. */
  async take(look: Look, height: number | null): Promise<Buffer> {
    await this.show(look, height);
    return this.#picture(height);
  }

  /** Takes more pictures of what is shown until two are the same, with time for late parts between them. */
  async takeAtRest(first: Buffer, height: number | null): Promise<Buffer> {
    let last = first;
    for (let turn = 0; turn < mostTurns; turn += 1) {
      await this.#rest(lateMs);
      const next = await this.#picture(height);
      if (next.equals(last)) return next;
      last = next;
    }
    throw new Error(`${JSON.stringify(this.#last)} changes without end at ${this.#width} px.`);
  }

  async show(look: Look, height: number | null): Promise<void> {
    const page = this.#page;
    const wanted = { width: this.#width, height: height ?? usualHeight };
    if (page.viewportSize()?.height !== wanted.height) await page.setViewportSize(wanted);
    this.#turn += 1;
    await page.evaluate((gallery) => postMessage({ gallery }, origin), { ...look, turn: this.#turn });
    // Another theme changes colours alone.
    const same = this.#last?.story === look.story && this.#last.locale === look.locale;
    this.#last = look;
    await this.#rest(same ? 0 : 60);
  }

  async #rest(restMs: number): Promise<void> {
    await this.#page.evaluate(untilQuiet, { turn: String(this.#turn), restMs });
  }

  /** As high as the story, or the window where it fills that. */
  async #picture(height: number | null): Promise<Buffer> {
    const page = this.#page;
    const clip = {
      x: 0,
      y: 0,
      width: this.#width,
      height: height ?? (await page.evaluate(heightOfStory)),
    };
    return page.screenshot({ fullPage: height === null, clip, animations: 'disabled', caret: 'hide' });
  }

  /** Fonts that letters on the page are drawn with: those that the page brought, and others. */
  async fonts(): Promise<Fonts> {
    // A late part that comes meanwhile takes nodes away, or its letters wait for their font: then it is looked at at rest.
    const first = await this.#readFonts().catch(() => null);
    if (first !== null && first.foreign.length === 0) return first;
    await this.#rest(lateMs);
    return this.#readFonts();
  }

  async #readFonts(): Promise<Fonts> {
    const session = await this.#page.context().newCDPSession(this.#page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    await session.send('DOM.getDocument', { depth: 0 });
    const { searchId, resultCount } = await session.send('DOM.performSearch', {
      query: '//body//*[text()[normalize-space()]]',
    });
    const { nodeIds } = await session.send('DOM.getSearchResults', {
      searchId,
      fromIndex: 0,
      toIndex: resultCount,
    });
    const [own, foreign] = [new Set<string>(), new Set<string>()];
    for (const nodeId of nodeIds) {
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      for (const { familyName, isCustomFont } of fonts) (isCustomFont ? own : foreign).add(familyName);
    }
    await session.detach();
    return { own: [...own], foreign: [...foreign] };
  }
}

function heightOfStory(): number {
  return Math.ceil(document.querySelector('[data-story]')?.getBoundingClientRect().height ?? 0);
}

/** Waits in the page until the order is shown, fonts and images are there, and the document rests for a moment. */
async function untilQuiet({ turn, restMs }: { turn: string; restMs: number }): Promise<void> {
  const frame = async (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  while (document.documentElement.dataset['shown'] !== turn) await frame();
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, restMs);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(resolve, restMs);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  do {
    await document.fonts.ready;
    await Promise.all([...document.images].map(async (image) => image.decode().catch(() => undefined)));
    await frame();
    await frame();
  } while (document.fonts.status === 'loading');
}
