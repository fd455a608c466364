import type { ImportInspection } from '@pairwright/contract/import-inspection';
import { useLocation } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { toast } from '../../../../ui/toast.ts';
import { PageKeys } from '../../shared/PageKeys.tsx';
import { nextFault } from './next-fault.ts';

interface Props {
  projectId: string;
  rows: ImportInspection['preview'];
  at: number;
  onAt: (at: number) => void;
  onNext: () => void;
}

/** The keys of an import that is made ready: E to the next row with a fault, Enter checks, then runs; Shift and Enter go back. */
export function ImportKeys({ projectId, rows, at, onAt, onNext }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const goToFault = () => {
    const place = nextFault(rows, at);
    if (place === null) toast(t('console-imports.no_fault'));
    else onAt(place);
  };
  return (
    <PageKeys
      keys={[
        { id: 'next-fault', chords: ['e'], label: 'console-imports.next_fault', run: goToFault },
        { id: 'next-step', chords: ['Enter'], label: 'console-imports.key_next', run: onNext },
        {
          id: 'step-back',
          chords: ['Shift+Enter'],
          label: 'console-imports.key_back',
          run: () => navigate(paths.imports(projectId)),
        },
      ]}
    />
  );
}
