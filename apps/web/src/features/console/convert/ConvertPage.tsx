import { useState } from 'react';
import { inFormats } from '@pairwright/formats/in/registry';
import { targetNames } from '@pairwright/formats/convert/target';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Form } from '../../../ui/Form.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import styles from '../shared/console.module.css';
import { ConvertResult } from './ConvertResult.tsx';
import type { Looked } from './convert-messages.ts';
import { nameFor, packingOf, packingsFor } from './packings.ts';
import { useConversion } from './use-conversion.ts';

/** Turns a file into another format on this machine: the server has no part in it. */
export default function ConvertPage() {
  const t = useT();
  usePageTitle(t('console-convert.title'));
  const [file, setFile] = useState<File | null>(null);
  const conversion = useConversion();
  const { state } = conversion;
  const looked = 'looked' in state ? state.looked : null;
  return (
    <>
      <h1>{t('console-convert.title')}</h1>
      <p className="muted">{t('console-convert.about')}</p>
      <Card title={file?.name ?? t('console-convert.file')}>
        {file === null ? (
          <FileDrop
            label={t('console-convert.file')}
            choose={t('console-convert.choose')}
            hint={t('console-convert.drop_hint')}
            onFile={(chosen) => {
              setFile(chosen);
              conversion.look(chosen);
            }}
          />
        ) : (
          <>
            {state.step === 'looking' ? (
              <ProgressBar label={t('console-convert.looking', { file: file.name })} value={0} max={null} />
            ) : null}
            {looked === null ? null : (
              <Choices key={file.name} file={file} looked={looked} conversion={conversion} />
            )}
            {state.step === 'failed' ? (
              <ErrorState
                title={t('console-convert.failed')}
                detail={state.message}
                safe={t('console-convert.failed_safe')}
              />
            ) : null}
            <div>
              <Button
                onClick={() => {
                  setFile(null);
                  conversion.clear();
                }}
              >
                {t('console-convert.other_file')}
              </Button>
            </div>
          </>
        )}
      </Card>
      {state.step === 'done' ? <ConvertResult done={state.done} files={state.files} /> : null}
    </>
  );
}

interface ChoicesProps {
  file: File;
  looked: Looked;
  conversion: ReturnType<typeof useConversion>;
}

function Choices({ file, looked, conversion }: ChoicesProps) {
  const t = useT();
  const [from, setFrom] = useState(looked.format ?? '');
  const [to, setTo] = useState<string>('trl-implicit');
  const [chosen, setPacking] = useState<ReturnType<typeof packingsFor>[number]>('jsonl');
  const offered = packingsFor(to);
  const packing = offered.includes(chosen) ? chosen : 'jsonl';
  const submit = () => {
    if (from === '') return;
    const { container, compression } = packingOf(packing);
    const wish = { to, container, compression };
    conversion.convert(looked, { file, from, wish, name: nameFor(file.name, to, packing) });
  };
  return (
    <Form className={styles['form']} onSubmit={submit}>
      <Select
        label={t('console-convert.from')}
        hint={
          looked.format === null
            ? t('console-convert.not_detected')
            : t('console-convert.detected', { ...looked, format: looked.format })
        }
        required
        value={from}
        options={[
          ...(from === '' ? [{ value: '', label: t('console-convert.from_none') }] : []),
          ...inFormats.map(({ name }) => ({ value: name, label: name })),
        ]}
        onChange={setFrom}
      />
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
        value={packing}
        options={offered.map((value) => ({ value, label: t(`console-convert.container_${value}`) }))}
        onChange={setPacking}
      />
      <Running file={file} looked={looked} conversion={conversion} />
    </Form>
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
