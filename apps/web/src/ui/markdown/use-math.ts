import { useEffect, useState } from 'react';

export type MathPlugins = typeof import('./math.ts');

let loaded: MathPlugins | null = null;

/** The formula plugins once they are here; asks for them only when wanted. */
export function useMath(wanted: boolean): MathPlugins | null {
  const [plugins, setPlugins] = useState(loaded);
  useEffect(() => {
    if (!wanted || plugins !== null) return;
    let here = true;
    import('./math.ts').then(
      (module) => {
        loaded = module;
        if (here) setPlugins(module);
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
