import { expect } from 'vitest';
import type { Locator } from 'playwright-core';
import type { Visitor } from './visitor.ts';

/** Waits for a message at the foot of the page. */
export function told({ page, words }: Pick<Visitor, 'page' | 'words'>, text: string): Promise<void> {
  return page
    .getByRole('region', { name: words('ui.notifications') })
    .getByText(text)
    .waitFor();
}

/** A number under its name, in a list of figures. */
export async function expectFigure(within: Locator, name: string, value: string): Promise<void> {
  const term = within.locator('dt', { hasText: new RegExp(`^${name}$`) });
  expect(await term.locator('xpath=following-sibling::dd[1]').innerText(), name).toBe(value);
}
