import type { AuditEntry } from '@pairwright/contract/audit';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import styles from './audit.module.css';
import { type AuditFilter, withChoice } from './audit-filter.ts';
import { Changes } from './Changes.tsx';

interface Props {
  rows: readonly AuditEntry[];
  filter: AuditFilter;
  onChoose: (next: Record<string, string>) => void;
  showsProject: boolean;
}

export function AuditTable({ rows, filter, onChoose, showsProject }: Props) {
  const t = useT();
  const formats = useFormats();
  const project: Column<AuditEntry> = {
    key: 'project',
    header: t('console-audit.project'),
    cell: ({ project: of }) => (of === null ? '–' : <bdi dir="auto">{of.name ?? of.id}</bdi>),
  };
  return (
    <Table<AuditEntry>
      caption={t('console-audit.title')}
      hideCaption
      cards
      rows={rows}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: 'what',
          header: t('console-audit.action'),
          rowHeader: true,
          cell: ({ action, seq, occurredAt }) => (
            <>
              {t(`console-audit.do_${action}`)}
              <span className={styles['place']}>
                {t('console-audit.number_when', { seq, when: formats.dateTime(occurredAt) })}
              </span>
            </>
          ),
        },
        {
          key: 'who',
          header: t('console-audit.person'),
          cell: (row) => <Who row={row} filter={filter} onChoose={onChoose} />,
        },
        ...(showsProject ? [project] : []),
        {
          key: 'object',
          header: t('console-audit.object'),
          cell: (row) => <Thing row={row} filter={filter} onChoose={onChoose} />,
        },
        {
          key: 'changes',
          header: t('console-audit.changes'),
          cell: ({ before, after }) => <Changes before={before} after={after} />,
        },
      ]}
    />
  );
}

interface CellProps {
  row: AuditEntry;
  filter: AuditFilter;
  onChoose: (next: Record<string, string>) => void;
}

function Who({ row, filter, onChoose }: CellProps) {
  const t = useT();
  const { actor, via, address, requestId } = row;
  if (actor === null && via === 'system') return <>{t('console-audit.system')}</>;
  const name = actor?.name ?? t('console-audit.gone');
  return (
    <>
      {actor === null ? (
        t('console-audit.stranger')
      ) : (
        <Button
          size="small"
          variant="quiet"
          aria-label={t('console-audit.only_person', { name })}
          onClick={() => onChoose(withChoice(filter, 'actorId', actor.id))}
        >
          <bdi dir="auto">{name}</bdi>
        </Button>
      )}
      <span className={styles['place']}>{t(`console-audit.via_${via}`)}</span>
      {address === null ? null : (
        <Button
          size="small"
          variant="quiet"
          aria-label={t('console-audit.only_address', { address })}
          onClick={() => onChoose(withChoice(filter, 'address', address))}
        >
          {address}
        </Button>
      )}
      {requestId === null ? null : (
        <span className={styles['place']}>{t('console-audit.request', { id: requestId })}</span>
      )}
    </>
  );
}

function Thing({ row, filter, onChoose }: CellProps) {
  const t = useT();
  const { kind, id, name } = row.object;
  const said = t(`console-audit.of_${kind}`);
  if (id === null) return <>{said}</>;
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        aria-label={t('console-audit.only_object', { object: `${said} ${name ?? id}` })}
        onClick={() => onChoose({ ...withChoice(filter, 'objectKind', kind), objectId: id })}
      >
        {said}
      </Button>
      <span className={styles['place']}>
        <bdi dir="auto">{name ?? id}</bdi>
      </span>
    </>
  );
}
