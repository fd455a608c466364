import {
  compressionsOf,
  type ExportCompression,
  type ExportContainer,
  exportContainers,
} from '@pairwright/domain/export-containers';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';

/** What the files are to be packed into. */
export interface Packing {
  readonly container: ExportContainer;
  readonly compression: ExportCompression;
}

export const usualPacking: Packing = { container: 'jsonl', compression: compressionsOf.jsonl[0] };

/** Chooses container and compression; another container takes its usual compression. */
export function PackingFields({ value, onChange }: { value: Packing; onChange: (value: Packing) => void }) {
  const t = useT();
  return (
    <div className={styles['actions']}>
      <Select<ExportContainer>
        label={t('console-datasets.container')}
        value={value.container}
        options={exportContainers.map((container) => ({
          value: container,
          label: t(`console-datasets.container_${container}`),
        }))}
        onChange={(container) => onChange({ container, compression: compressionsOf[container][0] })}
      />
      <Select<ExportCompression>
        label={t('console-datasets.compression')}
        value={value.compression}
        options={compressionsOf[value.container].map((compression) => ({
          value: compression,
          label: t(`console-datasets.compression_${compression}`),
        }))}
        onChange={(compression) => onChange({ ...value, compression })}
      />
    </div>
  );
}
