import { targetNames } from '@pairwright/formats/convert/target';
import { inFormats } from '@pairwright/formats/in/registry';
import { useState } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { guessMapping, readMapping } from '../imports/reading/mapping-draft.ts';
import { MappingForm } from '../imports/reading/MappingForm.tsx';
import styles from '../shared/console.module.css';
import { tableHint } from '../shared/table-hint.ts';
import type { Looked } from './convert-messages.ts';
import { nameFor, packingOf, packingsFor } from './packings.ts';
import type { useConversion } from './use-conversion.ts';

interface ChoicesProps {
  file: File;
  looked: Looked;
  conversion: ReturnType<typeof useConversion>;
}

const byColumns = 'columns';

/** What the file holds, what it becomes and how it is packed. */
export function ConvertChoices({ file, looked, conversion }: ChoicesProps) {
  const t = useT();
  const [from, setFrom] = useState(looked.format ?? '');
  const [draft, change] = useState(() => guessMapping(looked.columns));
  const mapped = readMapping(draft);
  const [to, setTo] = useState<string>('trl-implicit');
  const [chosen, setPacking] = useState<ReturnType<typeof packingsFor>[number]>('jsonl');
  const offered = packingsFor(to);
  const packing = offered.includes(chosen) ? chosen : 'jsonl';
  const reading = from === byColumns ? (mapped.ok ? mapped.mapping : null) : from;
  const submit = () => {
    if (reading === null || reading === '') return;
    const { container, compression } = packingOf(packing);
    const wish = { to, container, compression };
    conversion.convert(looked, { file, from: reading, wish, name: nameFor(file.name, to, packing) });
  };
  return (
    <Form className={styles['form']} onSubmit={submit}>
      <FromSelect looked={looked} value={from} onChange={setFrom} />
      {from === byColumns ? (
        <MappingForm
          draft={draft}
          change={change}
          columns={looked.columns}
          fault={mapped.ok ? null : mapped.fault}
        />
      ) : null}
      <Select
        label={t('console-convert.to')}
        value={to}
        options={targetNames.map((value) => ({
          value,
          label: value === 'pairwright' ? t('console-convert.to_own') : value,
        }))}
        onChange={setTo}
      />
      <Select
        label={t('console-convert.container')}
        hint={tableHint(packingOf(packing).container, t)}
        value={packing}
        options={offered.map((value) => ({ value, label: t(`console-convert.container_${value}`) }))}
        onChange={setPacking}
      />
      <Running file={file} looked={looked} conversion={conversion} />
    </Form>
  );
}

interface FromProps {
  looked: Looked;
  value: string;
  onChange: (value: string) => void;
}

/** What the rows are: as they look, or as the person says. */
function FromSelect({ looked, value, onChange }: FromProps) {
  const t = useT();
  return (
    <Select
      label={t('console-convert.from')}
      hint={
        looked.format === null
          ? t('console-convert.not_detected')
          : t('console-convert.detected', {
              rows: looked.rows,
              sample: looked.sample,
              format: looked.format,
            })
      }
      required
      value={value}
      options={[
        ...(value === '' ? [{ value: '', label: t('console-convert.from_none') }] : []),
        { value: byColumns, label: t('console-imports.as_columns') },
        ...inFormats.map(({ name }) => ({ value: name, label: name })),
      ]}
      onChange={onChange}
    />
  );
}

/** The button, and while it is at work how far it is. */
function Running({ file, looked, conversion }: ChoicesProps) {
  const t = useT();
  const formats = useFormats();
  const { state } = conversion;
  if (state.step !== 'converting')
    return (
      <div>
        <Button type="submit" variant="primary">
          {t('console-convert.convert')}
        </Button>
      </div>
    );
  return (
    <>
      <ProgressBar
        label={t('console-convert.converting', { file: file.name })}
        value={state.read}
        max={file.size}
        detail={t('console-convert.bytes_of', {
          read: formats.bytes(state.read),
          total: formats.bytes(file.size),
        })}
      />
      <div>
        <Button onClick={() => conversion.stop(looked)}>{t('console-convert.cancel')}</Button>
      </div>
    </>
  );
}
