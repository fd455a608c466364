import { SittingFigures } from '../../features/my-work/SittingFigures.tsx';
import { useT } from '../../i18n/use-i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { useBench } from '../session/bench-context.ts';
import { summaryOf } from './summary.ts';

/** What came of the sitting, where its work is finished. */
export function EndOfSitting({ projectName }: { projectName: string }) {
  const t = useT();
  const { controller } = useBench();
  const sitting = summaryOf(controller, projectName);
  if (sitting.judged + sitting.skipped === 0) return null;
  return (
    <Card title={t('work-life.sitting')}>
      <SittingFigures sitting={sitting} />
    </Card>
  );
}
