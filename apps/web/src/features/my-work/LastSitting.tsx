import { useSyncExternalStore } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { forgetLastSitting, lastSitting, onLastSitting } from './last-sitting.ts';
import { SittingFigures } from './SittingFigures.tsx';

/** What came of the sitting a person just left; put away when they like. */
export function LastSitting() {
  const t = useT();
  const sitting = useSyncExternalStore(onLastSitting, lastSitting);
  if (sitting === null) return null;
  return (
    <Card
      title={t('work-life.sitting_of', { project: sitting.projectName })}
      aside={
        <Button size="small" variant="quiet" onClick={forgetLastSitting}>
          {t('work-life.sitting_close')}
        </Button>
      }
    >
      <SittingFigures sitting={sitting} />
    </Card>
  );
}
