import type { ExportFormat } from '@pairwright/contract/datasets';
import { templatesOf, type TextTemplate } from '@pairwright/contract/export-formats';
import {
  compressionsOf,
  type ExportCompression,
  type ExportContainer,
  exportContainers,
} from '@pairwright/domain/export-containers';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select, TextField } from '../../../ui/Field.tsx';
import { tableHint } from '../shared/table-hint.ts';
import own from './datasets.module.css';
import { limitOf, most, type PackingDraft } from './packing.ts';

interface Props {
  format: ExportFormat;
  value: PackingDraft;
  onChange: (value: PackingDraft) => void;
}

/** Chooses container, compression and where a file ends; another container takes its usual compression. Of a format that leaves it open also how turns become one text. */
export function PackingFields({ format, value, onChange }: Props) {
  const t = useT();
  const templates = templatesOf(format);
  const template = templates.find((one) => one === value.template) ?? templates[0];
  return (
    <div className={own['fields']}>
      <Select<ExportContainer>
        label={t('console-datasets.container')}
        hint={tableHint(value.container, t)}
        value={value.container}
        options={exportContainers.map((container) => ({
          value: container,
          label: t(`console-datasets.container_${container}`),
        }))}
        onChange={(container) => onChange({ ...value, container, compression: compressionsOf[container][0] })}
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
      {template === undefined ? null : (
        <Select<TextTemplate>
          label={t('console-datasets.template')}
          hint={template === 'plain' ? t('console-datasets.template_hint') : undefined}
          value={template}
          options={templates.map((one) => ({ value: one, label: t(`console-datasets.template_${one}`) }))}
          onChange={(chosen) => onChange({ ...value, template: chosen })}
        />
      )}
      {(['shardRows', 'shardSize'] as const).map((part) => (
        <TextField
          key={part}
          label={t(part === 'shardRows' ? 'console-datasets.shard_rows' : 'console-datasets.shard_size')}
          hint={t('console-datasets.shard_hint')}
          error={
            limitOf(part, value[part]) === null
              ? t('console.number_between', { least: 1, most: most[part] })
              : null
          }
          inputMode="numeric"
          value={value[part]}
          onChange={(event) => onChange({ ...value, [part]: event.target.value })}
        />
      ))}
    </div>
  );
}
