import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import type { Column } from '../../../ui/Table.tsx';

/** What every list of versions has in common. */
interface Version {
  readonly version: number;
  readonly createdAt: string;
}

export interface VersionColumns<Row extends Version> {
  readonly version: Column<Row>;
  readonly when: Column<Row>;
  /** Who published it. */
  readonly who: Column<Row & { readonly createdBy?: string | null }>;
  /** A button that shows the text of a version; `what` names it where a page lists several kinds. */
  readonly open: (show: (row: Row) => void, what?: string) => Column<Row>;
}

export const rowKeyOfVersion = ({ version }: Version): string => String(version);

/** Columns of the lists of versions: question, guidelines, consent. */
export function useVersionColumns<Row extends Version>(): VersionColumns<Row> {
  const t = useT();
  const formats = useFormats();
  return {
    version: {
      key: 'version',
      header: t('console-projects.col_version'),
      rowHeader: true,
      cell: ({ version }) => t('console-projects.version', { version }),
    },
    when: {
      key: 'when',
      header: t('console-projects.col_when'),
      cell: ({ createdAt }) => formats.dateTime(createdAt),
    },
    who: {
      key: 'who',
      header: t('console-projects.col_who'),
      cell: ({ createdBy }) => <bdi dir="auto">{createdBy ?? '–'}</bdi>,
    },
    open: (show, what) => ({
      key: 'open',
      header: t('console-projects.col_text'),
      actions: true,
      cell: (row) => {
        const shown = t('console-projects.show_version', { version: row.version });
        return (
          <Button
            size="small"
            aria-label={what === undefined ? shown : `${what}: ${shown}`}
            onClick={() => show(row)}
          >
            {t('console-projects.show')}
          </Button>
        );
      },
    }),
  };
}
