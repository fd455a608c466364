import { useEffect, useState } from 'react';
import type { MathSyntax } from './parse-markdown.ts';

export interface MathPlugins {
  mathSyntax: MathSyntax;
  setFormula: (element: HTMLElement, tex: string, displayMode: boolean) => void;
}

let loaded: MathPlugins | null = null;

/** The formula plugins once they are here; asks for them only when wanted. */
export function useMath(wanted: boolean): MathPlugins | null {
  const [plugins, setPlugins] = useState(loaded);
  useEffect(() => {
    if (!wanted || plugins !== null) return;
    let here = true;
    import('./math.ts').then(
      ({ mathSyntax, setFormula }) => {
        loaded ??= { mathSyntax, setFormula };
        if (here) setPlugins(loaded);
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

/** The formula plugins if they are here already. */
export function loadedMath(): MathPlugins | null {
  return loaded;
}
