import type { MissingPart } from '@pairwright/domain/judgment/missing';

/** How a part of the form is known in the page, as `data-asks`: so that what is missing can be found and focused. */
export function askName(part: MissingPart): string {
  if (part.part === 'criterion') return `criterion:${part.key}`;
  if (part.part === 'rating') return `rating:${part.key}:${part.place}`;
  return part.part;
}

const focusable = 'input:not(:disabled), textarea:not(:disabled), button, select, [tabindex="0"]';

/** Whether nothing has the focus that hears keys of its own. */
export function isAtHome(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.matches('[data-home], #content') === true;
}

/** Puts the focus where every key means what it means on the screen: on the question. */
export function focusHome(): void {
  const home = document.querySelector<HTMLElement>('[data-home]');
  if (home !== null) home.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Puts the focus on a part of the form: on what is chosen in it, else on its first control. */
export function focusAsked(part: MissingPart): void {
  const asked = document.querySelector<HTMLElement>(`[data-asks="${askName(part)}"]`);
  if (asked === null) return;
  const chosen = asked.querySelector<HTMLElement>('[role=radio][tabindex="0"], input:checked');
  const target = chosen ?? (asked.matches(focusable) ? asked : asked.querySelector<HTMLElement>(focusable));
  target?.focus();
}
