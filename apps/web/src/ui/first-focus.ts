const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const fields = 'input, select, textarea';

/**
 * Puts the focus where a dialog begins: into its first field, where nothing comes before it that a key would press, and there
 * is a mouse or the like; by a finger alone, a keyboard would spring up over what is to be read. Else `start`, which decides
 * nothing. A field that comes later is entered as long as nobody has done anything. Gives what ends the waiting.
 */
export function focusFirst(dialog: HTMLElement, body: HTMLElement, start: HTMLElement): () => void {
  start.focus();
  if (!matchMedia('(pointer: fine)').matches || enterField(body)) return () => undefined;
  const observer = new MutationObserver(() => {
    if (document.activeElement !== start || enterField(body)) stop();
  });
  const stop = (): void => {
    observer.disconnect();
    for (const kind of ['keydown', 'pointerdown']) dialog.removeEventListener(kind, stop);
  };
  observer.observe(body, { childList: true, subtree: true });
  for (const kind of ['keydown', 'pointerdown']) dialog.addEventListener(kind, stop);
  return stop;
}

/** Whether the first control of the body was a field, which has the focus now. */
function enterField(body: HTMLElement): boolean {
  const first = [...body.querySelectorAll<HTMLElement>(controls)].find(
    (control) => !control.matches(':disabled') && isShown(control),
  );
  if (first === undefined || !first.matches(fields)) return false;
  chosenOf(first).focus();
  return true;
}

/** Of a group of choices the one that is chosen: Tab would come to it too. */
function chosenOf(field: HTMLElement): HTMLElement {
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio') return field;
  const group = field.closest('fieldset, [role=radiogroup]') ?? field;
  return group.querySelector<HTMLElement>('input[type=radio]:checked') ?? field;
}

function isShown(element: HTMLElement): boolean {
  return (element as { checkVisibility?: () => boolean }).checkVisibility?.() ?? true;
}
