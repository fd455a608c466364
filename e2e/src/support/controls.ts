import type { Page } from 'playwright-core';

/**
 * Gives the focus to one control after the other, as Tab would, and tells those of which nothing can be seen then: because
 * something lies over them, or because they show no ring.
 */
export async function unseenFocus(page: Page, what: string, within = 'body'): Promise<string[]> {
  // After a key the focus shows wherever it goes.
  await page.keyboard.press('Shift');
  const found = await page.evaluate((part) => {
    const faults: string[] = [];
    // What the window and everything that scrolls around it leave of its box.
    const shownOf = (element: Element): [number, number, number, number] => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      let [x1, y1, x2, y2] = [
        Math.max(left, 0),
        Math.max(top, 0),
        Math.min(right, innerWidth),
        Math.min(bottom, innerHeight),
      ];
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (around === document.body || (overflowX === 'visible' && overflowY === 'visible')) continue;
        const clip = around.getBoundingClientRect();
        [x1, x2] = [Math.max(x1, clip.left), Math.min(x2, clip.right)];
        [y1, y2] = [Math.max(y1, clip.top), Math.min(y2, clip.bottom)];
      }
      return [x1, y1, x2, y2];
    };
    const before = document.activeElement;
    // What has it already would not be brought into view.
    if (before instanceof HTMLElement) before.blur();
    const controls = document
      .querySelector(part)!
      .querySelectorAll<HTMLElement>('a[href], button, input, textarea, select, summary, [tabindex="0"]');
    for (const control of controls) {
      // Arrows lead to the items of a menu.
      if (control.tabIndex < 0 && !control.matches('[role^=menuitem]')) continue;
      if (!control.checkVisibility() || control.closest('[inert]') !== null) continue;
      if (control.matches(':disabled')) continue;
      control.focus();
      if (document.activeElement !== control) continue;
      // A radio that is drawn by its label is seen there.
      const label = control.closest('label');
      const bounds = control.getBoundingClientRect();
      const drawn = label !== null && bounds.width < 10 ? label : control;
      const name = `${control.getAttribute('aria-label') ?? control.textContent.trim().slice(0, 40)} <${control.tagName.toLowerCase()} ${control.className}>`;
      const [x1, y1, x2, y2] = shownOf(drawn);
      const seen = [0.5, 0.1, 0.9].some((across) =>
        [0.5, 0.1, 0.9].some((down) => {
          const hit = document.elementFromPoint(x1 + (x2 - x1) * across, y1 + (y2 - y1) * down);
          return hit !== null && (drawn.contains(hit) || (hit.contains(drawn) && hit.tagName === 'LABEL'));
        }),
      );
      if (x2 <= x1 || y2 <= y1 || !seen) faults.push(`hidden: ${name}`);
      const rings = [control, control.nextElementSibling, label, ...(label?.children ?? [])].some((place) => {
        if (place === null) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(place);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      if (!rings) faults.push(`no ring: ${name}`);
    }
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (before instanceof HTMLElement) before.focus();
    return faults;
  }, within);
  return found.map((fault) => `${what}: ${fault}`);
}

/** What can be pressed: controls, and labels that stand for theirs; links within sentences have the height of a line. */
const pressed = `button, summary, select, textarea, input:not([type=checkbox], [type=radio]), label:has(input), a[href]`;

/** Controls of this kind that are lower or narrower than so many pixels. */
export async function smallTargets(
  page: Page,
  { within = 'body', of = pressed, least }: { within?: string; of?: string; least: number },
): Promise<{ small: string[]; count: number }> {
  return page.evaluate(
    ([part, wanted, size]) => {
      const all = [...document.querySelector(part)!.querySelectorAll<HTMLElement>(wanted)].filter(
        (one) =>
          one.checkVisibility() &&
          !one.matches('.visually-hidden, [class*=skip]') &&
          getComputedStyle(one).display !== 'inline',
      );
      const small = all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width + 0.5 < size || height + 0.5 < size
          ? [
              `<${one.tagName.toLowerCase()} ${one.className}> ${one.textContent.trim().slice(0, 30)}: ${Math.round(width)} x ${Math.round(height)}`,
            ]
          : [];
      });
      return { small, count: all.length };
    },
    [within, of, least] as const,
  );
}

/** Runs with the spacing that a reader may set after WCAG 1.4.12; nothing may be cut off then. */
export async function withSpacedTexts(page: Page, run: () => Promise<void>): Promise<void> {
  // A style sheet made by a program needs no permission from the content policy.
  const sheet = await page.evaluateHandle(() => {
    const made = new CSSStyleSheet();
    made.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets.push(made);
    return made;
  });
  await run();
  await sheet.evaluate((made) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== made);
  });
  await sheet.dispose();
}

/** Texts that do not fit where they stand and cannot be scrolled to. */
export async function cutTexts(page: Page, what: string, within = 'body'): Promise<string[]> {
  const found = await page.evaluate((part) => {
    const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    return [...document.querySelector(part)!.querySelectorAll<HTMLElement>('*')].flatMap((one) => {
      if (!one.checkVisibility() || one.textContent.trim() === '' || one.closest('[inert]') !== null)
        return [];
      const { overflowX, overflowY, clipPath, textOverflow, display } = getComputedStyle(one);
      if (clipPath !== 'none' || display === 'inline' || one.closest('.katex') !== null) return [];
      const isButton = one.matches('button, a[class*=button], kbd, label');
      const wide = one.scrollWidth > one.clientWidth + 1 && (hides(overflowX) || isButton);
      const high = one.scrollHeight > one.clientHeight + 2 && (hides(overflowY) || isButton);
      // Shortened with dots, but said whole on pointing or to screen readers.
      if (wide && !high && textOverflow === 'ellipsis' && one.title !== '') return [];
      return wide || high
        ? [
            `cut: <${one.tagName.toLowerCase()} ${one.className}> ${one.textContent.trim().slice(0, 40)} (${one.scrollWidth} in ${one.clientWidth}, ${one.scrollHeight} in ${one.clientHeight})`,
          ]
        : [];
    });
  }, within);
  return found.map((fault) => `${what}: ${fault}`);
}

/** Buttons of a table's rows that lie beside what its scrolling part shows: nobody finds them there. */
export async function rowButtonsAside(page: Page, what: string, within = 'body'): Promise<string[]> {
  const found = await page.evaluate((part) => {
    const buttons = document.querySelector(part)!.querySelectorAll<HTMLElement>('tbody button');
    return [...buttons].flatMap((button) => {
      const scroll = button.closest('table')!.parentElement!;
      scroll.scrollLeft = 0;
      const [own, shown] = [button.getBoundingClientRect(), scroll.getBoundingClientRect()];
      return button.checkVisibility() && (own.right > shown.right + 1 || own.left < shown.left - 1)
        ? [`aside: ${button.getAttribute('aria-label') ?? button.textContent.trim().slice(0, 40)}`]
        : [];
    });
  }, within);
  return [...new Set(found)].map((fault) => `${what}: ${fault}`);
}
