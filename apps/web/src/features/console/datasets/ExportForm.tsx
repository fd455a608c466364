import type { ExportFormat, ExportJob } from '@pairwright/contract/datasets';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { formatChoices, likelyFormat, rowsFor } from './export-formats.ts';
import { isPackedAs, misfitOf, type Packing, packingOf, readPacking, usualPacking } from './packing.ts';
import { PackingFields } from './PackingFields.tsx';
import type { Version } from './version.ts';

/** Chooses a format and how its files are packed, and has them written. */
export function ExportForm({ version, projectId }: { version: Version; projectId: string }) {
  const t = useT();
  const start = useExport(version, projectId);
  const [format, setFormat] = useState<ExportFormat>(() => likelyFormat(version));
  const [draft, setDraft] = useState(usualPacking);
  const typed = readPacking(draft);
  const packing = typed === null ? null : packingOf(format, typed);
  const misfit = packing === null ? null : misfitOf(format, packing);
  const isThere =
    packing !== null && version.exports.some((job) => job.format === format && isKept(job, packing));
  const offReason =
    misfit !== null
      ? t(`console-datasets.not_in_${misfit}`)
      : isThere
        ? t('console-datasets.export_is_there')
        : rowsFor(format, version) === 0
          ? t('console-datasets.no_rows_for_format')
          : null;
  const name = t(`console-datasets.format_${format}`);
  return (
    <Form
      className={styles['form']}
      noValidate
      onSubmit={() => {
        if (packing !== null && offReason === null && !start.isPending) start.ask({ format, ...packing });
      }}
    >
      <Select<ExportFormat>
        label={t('console-datasets.format')}
        hint={t(`console-datasets.format_${format}_hint`)}
        value={format}
        options={formatChoices.map(({ format: value, trainer }) => ({
          value,
          label: t(`console-datasets.format_${value}`),
          group: t(`console-datasets.trainer_${trainer}`),
        }))}
        onChange={setFormat}
      />
      <PackingFields format={format} value={draft} onChange={setDraft} />
      <FormProblem error={start.error} />
      <div className={styles['actions']}>
        <Button
          type="submit"
          variant="primary"
          icon="download"
          busy={start.isPending}
          disabledReason={offReason}
        >
          {t('console-datasets.export_as', { format: name })}
        </Button>
      </div>
    </Form>
  );
}

/** Has files written, and shows them as soon as the server has them. */
function useExport(version: Version, projectId: string) {
  const client = useQueryClient();
  const { mutate, error, isPending } = useWrite('startExport');
  const params = { projectId, versionId: version.id };
  const again = () => client.invalidateQueries({ queryKey: read('getVersion', { params }).queryKey });
  return {
    error,
    isPending,
    ask: (body: Packing & { format: ExportFormat }) =>
      mutate({ params, body }, { onSettled: () => void again() }),
  };
}

/** Files that are there or on their way. */
function isKept(job: ExportJob, packing: Packing): boolean {
  return isPackedAs(job, packing) && job.state !== 'failed' && job.state !== 'cancelled';
}
