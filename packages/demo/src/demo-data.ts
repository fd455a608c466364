import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of the bundled demo data. The code may run from the sources or from a bundle elsewhere in the checkout, so
 * it is looked for upwards. Throws when the checkout is incomplete.
 */
export function findDemoDataDir(startDir: string): string {
  for (let dir = startDir; ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'packages', 'demo', 'data');
    if (existsSync(path.join(candidate, 'ATTRIBUTION.md'))) return candidate;
    if (path.dirname(dir) === dir)
      throw new Error(
        `The demo data (packages/demo/data) was not found above ${startDir}. Is the checkout complete?`,
      );
  }
}

export const demoDataDir = findDemoDataDir(import.meta.dirname);
