/** When the browser says that it is online again, or after so many milliseconds. */
export function nextChance(patience: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, patience);
    addEventListener('online', go);
  });
}
