import { loadCatalogues } from '../../i18n/i18n.ts';

/** Code of what goes on around the pairs, together with its words. */
export async function lifeWithWords<Module>(code: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([code, loadCatalogues(['labeling-life', 'work-life'])]);
  return loaded;
}

/** What comes after the first pair can be read. */
export const loadLife = {
  goal: async () => lifeWithWords(import('./Goal.tsx')),
  end: async () => lifeWithWords(import('./EndOfSitting.tsx')),
  exam: async () => lifeWithWords(import('./ExamEnd.tsx')),
  crowd: async () => lifeWithWords(import('./CrowdNotice.tsx')),
  cover: async () => lifeWithWords(import('./Cover.tsx')),
};

/** Fetched with the rest: it may be wanted when the network is gone. */
export function fetchLife(): void {
  for (const part of Object.values(loadLife)) part().catch(() => undefined);
}
