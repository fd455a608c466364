import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { ConvertChoices } from './ConvertChoices.tsx';
import { ConvertResult } from './ConvertResult.tsx';
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
              <ConvertChoices key={file.name} file={file} looked={looked} conversion={conversion} />
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
