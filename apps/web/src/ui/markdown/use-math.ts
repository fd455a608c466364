import { useEffect, useState } from 'react';
import type { MathSyntax } from './parse-markdown.ts';

export interface MathPlugins {
  mathSyntax: MathSyntax;
  setFormula: (element: HTMLElement, tex: string, displayMode: boolean) => void;
  prepareFormula: (tex: string, displayMode: boolean) => void;
}

let loaded: MathPlugins | null = null;

/** The formula plugins once they are here; asks for them only when wanted. */
export function useMath(wanted: boolean): MathPlugins | null {
  const [plugins, setPlugins] = useState(loaded);
  useEffect(() => {
    if (!wanted || plugins !== null) return;
    let here = true;
    loadMath().then(
      (found) => {
        if (here) setPlugins(found);
      },
      // Offline before the code came: formulas stay as they were written.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [wanted, plugins]);
  return wanted ? plugins : null;
}

/** The formula plugins. Fails where they cannot be loaded. */
export async function loadMath(): Promise<MathPlugins> {
  // Asked again, an import waits for its turn behind all else, which is long on a busy page.
  if (loaded !== null) return loaded;
  const { mathSyntax, setFormula, prepareFormula } = await import('./math.ts');
  return (loaded ??= { mathSyntax, setFormula, prepareFormula });
}
