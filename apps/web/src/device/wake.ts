/**
 * Calls back when the page comes to be seen and alive, or stops being so: hidden, frozen by the system, in the back-forward
 * store, a phone locked. Returns the way to stop.
 */
export function whenAwake(onChange: (awake: boolean) => void): () => void {
  const onVisibility = (): void => onChange(document.visibilityState === 'visible');
  const onFreeze = (): void => onChange(false);
  const onShow = (event: PageTransitionEvent): void => {
    if (event.persisted) onVisibility();
  };
  document.addEventListener('visibilitychange', onVisibility);
  document.addEventListener('freeze', onFreeze);
  document.addEventListener('resume', onVisibility);
  addEventListener('pageshow', onShow);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    document.removeEventListener('freeze', onFreeze);
    document.removeEventListener('resume', onVisibility);
    removeEventListener('pageshow', onShow);
  };
}
