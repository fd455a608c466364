import { loadCatalogues } from '../../i18n/i18n.ts';

/** The reading tools come after the first pair can be read, code and words together. */
export const laterReading = {
  layer: async () => withWords(import('./ReadingLayer.tsx')),
  menu: async () => withWords(import('./ViewMenu.tsx')),
  fallbacks: async () => withWords(import('./FallbackStrip.tsx')),
};

async function withWords<Module>(code: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([code, loadCatalogues(['labeling-reading'])]);
  return loaded;
}

/** Fetches what is not here yet; what fails is tried again when it is needed. */
export function fetchReading(): void {
  for (const load of Object.values(laterReading)) load().catch(() => undefined);
}
