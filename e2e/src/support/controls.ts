import type { Page } from 'playwright-core';

/**
 * Gives the focus to one control after the other, as Tab would, and tells those of which nothing can be seen then: because
 * something lies over them, or because they show no ring.
 */
export async function unseenFocus(page: Page, what: string): Promise<string[]> {
  // After a key the focus shows wherever it goes.
  await page.keyboard.press('Shift');
  const found = await page.evaluate(() => {
    const faults: string[] = [];
    const dialog = document.querySelector('dialog[open]');
    const controls = (dialog ?? document).querySelectorAll<HTMLElement>(
      'a[href], button, input, textarea, select, summary, [tabindex="0"]',
    );
    for (const control of controls) {
      if (control.tabIndex < 0 || !control.checkVisibility() || control.closest('[inert]') !== null) continue;
      if (control.matches(':disabled')) continue;
      control.focus();
      if (document.activeElement !== control) continue;
      // A radio that is drawn by its label is seen there.
      const label = control.closest('label');
      const bounds = control.getBoundingClientRect();
      const drawn = label !== null && bounds.width < 10 ? label : control;
      const name = `${control.getAttribute('aria-label') ?? control.textContent.trim().slice(0, 40)} <${control.tagName.toLowerCase()} ${control.className}>`;
      const { left, top, right, bottom } = drawn.getBoundingClientRect();
      const [x1, y1, x2, y2] = [
        Math.max(left, 0),
        Math.max(top, 0),
        Math.min(right, innerWidth),
        Math.min(bottom, innerHeight),
      ];
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
    return faults;
  });
  return found.map((fault) => `${what}: ${fault}`);
}

/** Controls of this kind that are lower or narrower than so many pixels. */
export async function smallTargets(
  page: Page,
  selector: string,
  least: number,
): Promise<{ small: string[]; count: number }> {
  return page.evaluate(
    ([wanted, size]) => {
      const all = [...document.querySelectorAll<HTMLElement>(wanted)].filter((one) => one.checkVisibility());
      const small = all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width + 0.5 < size || height + 0.5 < size
          ? [`${one.textContent.trim().slice(0, 30)}: ${Math.round(width)} x ${Math.round(height)}`]
          : [];
      });
      return { small, count: all.length };
    },
    [selector, least] as const,
  );
}

/** The spacing a reader may set after WCAG 1.4.12; nothing may be cut off then. */
export async function spaceTexts(page: Page): Promise<void> {
  // A style sheet made by a program needs no permission from the content policy.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** Texts that do not fit where they stand and cannot be scrolled to. */
export async function cutTexts(page: Page, what: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    return [...document.querySelectorAll<HTMLElement>('body *')].flatMap((one) => {
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
  });
  return found.map((fault) => `${what}: ${fault}`);
}
