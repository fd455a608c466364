import type { RefObject } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../../../paths.ts';
import { PageKeys } from '../shared/PageKeys.tsx';
import type { PageKey } from '../shared/use-page-keys.ts';

interface Props {
  mayCreate: boolean;
  /** Where the filter is. */
  filter: RefObject<HTMLElement | null>;
}

/** N makes a new project, / goes to the filter, Enter opens the project with the focus as it does any link. */
export function ProjectsKeys({ mayCreate, filter }: Props) {
  const [, navigate] = useLocation();
  const keys: PageKey[] = [
    {
      id: 'projects-filter',
      chords: ['/'],
      label: 'console-projects.key_filter',
      run: () => filter.current?.querySelector('select')?.focus(),
    },
  ];
  if (mayCreate)
    keys.unshift({
      id: 'projects-new',
      chords: ['n'],
      label: 'console-projects.new',
      run: () => navigate(paths.newProject()),
    });
  return <PageKeys keys={keys} />;
}
