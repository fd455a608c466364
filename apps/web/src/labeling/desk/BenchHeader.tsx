import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { Link, useLocation } from 'wouter';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { UserMenu } from '../../shell/UserMenu.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './bench.module.css';
import { LaterGoal } from '../life/later.tsx';
import { useKeys } from '../shortcuts/use-keys.ts';
import { SyncState } from './SyncState.tsx';
import type { Guidelines } from './use-guidelines.ts';
import type { Sitting } from '../session/use-sitting.ts';

interface BenchHeaderProps {
  project: AnnotatorProject;
  sitting: Sitting;
  /** What is rarer may load. */
  later: boolean;
  guidelinesOpen: boolean;
  guidelines: Guidelines;
  onKeys: () => void;
}

export function BenchHeader({
  project,
  sitting,
  later,
  guidelinesOpen,
  guidelines,
  onKeys,
}: BenchHeaderProps) {
  const t = useT();
  const formats = useFormats();
  const [, navigate] = useLocation();
  const guidelineKeys = useKeys('guidelines', ['g']);
  const sheetKeys = useKeys('keys', ['?']);
  const { doneToday, left } = sitting;
  const done = formats.number(doneToday);
  const practice = {
    id: 'practice',
    label: t('labeling.practice'),
    icon: 'refresh' as const,
    onSelect: () => navigate(paths.practice(project.id)),
  };
  const progress =
    left === null
      ? t('labeling.progress_many', { done })
      : t('labeling.progress', { done, left: formats.number(left) });
  return (
    <header className={styles['header']}>
      <Link href={paths.work()} className={styles['back']}>
        <Icon name="chevronLeft" />
        <span className={styles['backText']}>{t('labeling.back_to_work')}</span>
      </Link>
      <h1 className={styles['title']} title={project.name}>
        {project.name}
      </h1>
      <span className={styles['progress']}>{progress}</span>
      <LaterGoal on={later} projectId={project.id} doneToday={doneToday} />
      <SyncState />
      <span className={styles['spread']} />
      <Button
        variant="quiet"
        icon="book"
        data-guidelines=""
        aria-expanded={guidelinesOpen}
        aria-keyshortcuts={guidelineKeys.aria}
        className={styles['guidelinesButton']}
        onClick={guidelines.toggle}
      >
        <span className={styles['wideOnly']}>{t('labeling.guidelines')}</span>
        {guidelines.isNew ? <Badge tone="accent">{t('labeling.guidelines_new')}</Badge> : null}
      </Button>
      <IconButton icon="keyboard" label={t('labeling.keys')} shortcut={sheetKeys.badge} onClick={onKeys} />
      <UserMenu first={[{ id: 'practice', items: [practice] }]} />
    </header>
  );
}
