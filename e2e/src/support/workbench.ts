import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Words } from './words.ts';

/** A pair as it stands on the screen. */
export interface Shown {
  readonly assignmentId: string;
  /** What is written in the answers, A first. */
  readonly texts: readonly [string, string];
}

/** Something the page told the server. */
export interface Told {
  readonly kind: 'judgment' | 'retract' | 'skip' | 'unskip';
  readonly assignmentId: string;
  readonly body: Record<string, unknown> & { id?: string };
}

const pane = '[data-assignment][data-visible]';
/** For so long after its paint a pair takes no vote; a little more, as clocks are rounded. */
const guardMs = 260;

/** Drives the workbench by keys, as an annotator does. */
export class Workbench {
  readonly page: Page;
  readonly words: Words;
  /** What went to the server, in order; a thing sent again counts again. */
  readonly told: Told[] = [];

  constructor({ page, words }: { page: Page; words: Words }) {
    this.page = page;
    this.words = words;
    page.on('request', (request) => {
      const found = /\/assignments\/([\w-]+)\/(judgment|retract|skip|unskip)$/.exec(request.url());
      if (found === null || request.method() !== 'POST') return;
      const body = (request.postDataJSON() ?? {}) as Told['body'];
      this.told.push({ kind: found[2] as Told['kind'], assignmentId: found[1]!, body });
    });
  }

  /** Goes from "My work" to a project by its Start or Continue link. */
  async open(project: string): Promise<void> {
    await this.page.goto('/my-work');
    const names = [this.words('work.start'), this.words('work.resume')].map((word) => `${word}${project}`);
    const link = this.page.getByRole('link').filter({ hasText: new RegExp(`^(${names.join('|')})$`) });
    await link.focus();
    await this.page.keyboard.press('Enter');
    await this.ready();
  }

  /** Puts off the guidelines that a first visit offers a moment after the first pair, so that nothing moves later on. */
  async putOffGuidelines(): Promise<void> {
    await this.page.getByRole('button', { name: this.words('labeling-life.later'), exact: true }).click();
    await this.ready();
  }

  /** The assignment on the screen, or null when there is none. */
  async current(): Promise<string | null> {
    const shown = this.page.locator(pane);
    return (await shown.count()) === 0 ? null : shown.getAttribute('data-assignment');
  }

  /** Waits until a vote on the pair on the screen counts. */
  async ready(): Promise<string> {
    const handle = await this.page.waitForFunction(
      ({ selector, guardMs }) => {
        const painted = document.querySelector('[data-guard=settling]')?.getAttribute('data-painted');
        if (painted == null || performance.now() - Number(painted) < guardMs) return null;
        return document.querySelector(selector)?.getAttribute('data-assignment');
      },
      { selector: pane, guardMs },
    );
    return (await handle.jsonValue()) as string;
  }

  /** The pair as written: the raw view shows every character. */
  async read(): Promise<Shown> {
    const assignmentId = await this.ready();
    await this.page.keyboard.press('m');
    const rendered = this.page.getByRole('button', { name: this.words('labeling.rendered') });
    await rendered.waitFor();
    const text = (place: number): Promise<string> =>
      this.page.locator(`${pane} [data-text="${place}"]`).evaluate((element) => element.textContent);
    const texts = [await text(0), await text(1)] as const;
    await this.page.keyboard.press('m');
    await this.page.getByRole('button', { name: this.words('labeling.raw') }).waitFor();
    return { assignmentId, texts };
  }

  /** Presses a key that decides, and waits for the next pair. */
  async decide(key: string): Promise<void> {
    await this.giveBy(() => this.page.keyboard.press(key));
  }

  /**
   * Does what decides in the end, and waits for the next pair. Where the page did not count it, it is done again: all of
   * it, or its last step.
   */
  async giveBy(act: () => Promise<void>, lastStep = act): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      const before = await this.ready();
      await (tries === 0 ? act() : lastStep());
      const outcome = await this.#afterPress(before);
      if (outcome === 'next') return;
      // The notice stays for a moment; while it does, it would be taken for the answer to the next press.
      await this.page.waitForFunction(
        (ignored) => !document.body.textContent.includes(ignored),
        this.words('labeling.ignored_too_soon'),
      );
    }
    throw new Error('What should decide was not counted.');
  }

  async #afterPress(before: string): Promise<'next' | 'ignored'> {
    const handle = await this.page.waitForFunction(
      ({ selector, before, ignored }) => {
        const now = document.querySelector(selector)?.getAttribute('data-assignment');
        if (now !== before) return 'next';
        return document.body.textContent.includes(ignored) ? 'ignored' : null;
      },
      { selector: pane, before, ignored: this.words('labeling.ignored_too_soon') },
    );
    return (await handle.jsonValue()) as 'next' | 'ignored';
  }

  /** Skips with the n-th reason of the dialog. */
  async skip(reason: number): Promise<void> {
    const before = await this.ready();
    await this.page.keyboard.press('s');
    await this.page.getByRole('dialog', { name: this.words('labeling.skip_title') }).waitFor();
    await this.page.keyboard.press(String(reason));
    await this.#afterPress(before);
  }

  /** Takes the last decision back and waits for its pair. */
  async undo(): Promise<void> {
    const before = await this.ready();
    await this.page.keyboard.press('u');
    await this.#afterPress(before);
    await this.ready();
  }

  /** Waits until so many things were sent in all, and everything is on the server. */
  async synced(told: number): Promise<void> {
    await vi.waitUntil(() => this.told.length >= told, { timeout: 20_000, interval: 20 });
    await this.page.getByText(this.words('labeling.synced'), { exact: true }).waitFor();
  }
}
