import { loadCatalogues } from '../../i18n/i18n.ts';
import type { Feature } from '../../i18n/keys.ts';

/** Code that comes on demand together with its words: it is never shown without them. */
export async function withWords<Module>(words: Feature, code: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([code, loadCatalogues([words])]);
  return loaded;
}
