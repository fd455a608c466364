import type { DiffRow, DiffSide } from '@pairwright/contract/version-diff';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { useChoiceWords } from './choice-words.ts';
import { SideFacts } from './SideFacts.tsx';
import styles from './versions.module.css';

interface Props {
  row: DiffRow;
  params: { projectId: string; versionId: string; toId: string };
}

const tones = { added: 'ok', removed: 'danger', changed: 'warn' } as const;

/** One row as it was and as it is, with what came between. */
export function DifferingRow({ row, params }: Props) {
  const t = useT();
  const { projectId, versionId, toId } = params;
  const excerpt = row.promptExcerpt === '' ? t('console-datasets.example_empty') : row.promptExcerpt;
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <Badge tone={tones[row.kind]}>{t(`console-versions.kind_${row.kind}`)}</Badge>
        <strong>
          <Reason row={row} />
        </strong>
      </div>
      <p className={styles['prompt']}>
        <bdi dir="auto">{excerpt}</bdi>
      </p>
      <div className={styles['sides']}>
        <Side
          title={t('console-versions.col_before')}
          side={row.before}
          dropped={row.droppedBefore}
          href={paths.why(projectId, versionId, row.before === null ? row.comparisonId : row.rowId)}
        />
        <Side
          title={t('console-versions.col_after')}
          side={row.after}
          dropped={row.droppedAfter}
          href={paths.why(projectId, toId, row.after === null ? row.comparisonId : row.rowId)}
        />
      </div>
    </li>
  );
}

function Reason({ row }: { row: DiffRow }) {
  const t = useT();
  const formats = useFormats();
  const choices = useChoiceWords();
  const causes = formats.list(row.causes.map((cause) => t(`console-versions.reason_${cause}`)));
  const reason =
    row.reason === 'several'
      ? t('console-versions.several_causes', { causes })
      : t(`console-versions.reason_${row.reason}`);
  const told = row.choices.length === 0 ? null : formats.list(row.choices.map(choices.name));
  const fields = formats.list(row.fields.map((field) => t(`console-versions.field_${field}`)));
  return (
    <>
      {told === null ? reason : t('console-versions.by_choice', { reason, choices: told })}
      {row.fields.length === 0 ? null : ` · ${t('console-versions.other_fields', { fields })}`}
    </>
  );
}

interface SideProps {
  title: string;
  side: DiffSide | null;
  dropped: DiffRow['droppedBefore'];
  href: string;
}

function Side({ title, side, dropped, href }: SideProps) {
  const t = useT();
  return (
    <div className={styles['side']}>
      <h3>{title}</h3>
      {side === null ? (
        <p className="muted">
          {dropped === null
            ? t('console-versions.not_there')
            : t('console-versions.left_out', { reason: t(`console-datasets.reason_${dropped}`) })}
        </p>
      ) : (
        <SideFacts side={side} />
      )}
      <Link href={href}>{t(side === null ? 'console-versions.why_not' : 'console-versions.why')}</Link>
    </div>
  );
}
