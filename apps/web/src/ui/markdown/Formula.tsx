import { useLayoutEffect, useRef } from 'react';
import styles from './markdown.module.css';
import type { MathPlugins } from './use-math.ts';

export interface FormulaProps {
  tex: string;
  display: boolean;
  math: MathPlugins;
}

export function Formula({ tex, display, math }: FormulaProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    try {
      math.setFormula(element, tex, display);
    } catch {
      // Worse than a mistake in the formula: show how it was written.
      element.textContent = tex;
    }
  }, [tex, display, math]);
  return <span ref={ref} className={display ? styles['display'] : undefined} translate="no" />;
}
