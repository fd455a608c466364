import { useEffect, useMemo } from 'react';
import type { RefObject } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { QuestionDraft } from '../question-draft.ts';
import { formFaults } from './form-faults.ts';

/** What is wrong by path, in words: what the server said, and once the person tried also what can be seen here. */
export function useFaults(
  draft: QuestionDraft,
  server: Readonly<Record<string, string>>,
  tries: number,
): Readonly<Record<string, string>> {
  const t = useT();
  return useMemo(() => {
    const own = tries === 0 ? {} : formFaults(draft);
    const said = Object.entries(own).map(([path, key]) => [path, t(key)] as const);
    return { ...server, ...Object.fromEntries(said) };
  }, [draft, server, tries, t]);
}

/** After a try in vain the first field that is wrong takes the focus. */
export function useFocusOnFault(within: RefObject<HTMLElement | null>, tries: number, error: unknown): void {
  useEffect(() => {
    if (tries === 0 && error === null) return;
    within.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [within, tries, error]);
}

/** Whether the field of a path shows its own fault. */
export function showsItsFault(path: string): boolean {
  return (
    /^text\.|\.(en|zh-CN|key|points|max|allowTie|minLength)$/.test(path) ||
    /^form\.(criteria|ratings|flags|spans|rationale\.reasons)$/.test(path)
  );
}
