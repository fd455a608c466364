import type { ImportJob } from '@pairwright/contract/imports';
import { useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { explainProblem } from '../../../api/problem.ts';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Form } from '../../../ui/Form.tsx';
import { CodeBlock } from '../../../ui/markdown/CodeBlock.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import styles from '../shared/console.module.css';
import { useRate } from '../shared/use-rate.ts';
import { mostFiles, packFault, packFiles } from './pack-files.ts';
import { cancelUpload, currentUpload, onUploadChange, retryUpload, startUpload } from './upload.ts';
import type { Upload } from './upload.ts';

const example = `{"messages": [{"role": "user", "content": "Why is the sky blue?"}], "responses": [{"model": "model-a", "content": "Because of Rayleigh scattering."}, {"model": "model-b", "content": "Blue light scatters most."}]}
{"prompt": "Why is the sky blue?", "response_a": "Because of Rayleigh scattering.", "response_b": "It reflects the sea.", "model_a": "model-a", "model_b": "model-b", "gold": "a"}`;

/** Brings a file to the server; what happens with it then is the import's own page. */
export function UploadCard({ projectId }: { projectId: string }) {
  const t = useT();
  const upload = useSyncExternalStore(onUploadChange, currentUpload);
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const onDone = (job: ImportJob): void => {
    client.setQueryData(
      read('getImport', { params: { projectId: job.projectId, importId: job.id } }).queryKey,
      job,
    );
    void client.invalidateQueries({ queryKey: ['listImports'] });
    // Wherever the person went meanwhile, they are not pulled away from it.
    if (location.pathname === paths.imports(job.projectId)) navigate(paths.import(job.projectId, job.id));
  };
  const send = (file: File): void => startUpload(projectId, file, onDone);
  const packing = usePacking(send);
  return (
    <Card title={t('console-imports.upload_title')}>
      {packing.count !== null ? (
        <ProgressBar label={t('console-imports.packing', { count: packing.count })} value={0} max={null} />
      ) : upload === null ? (
        <>
          <FileDrop
            label={t('console-imports.file')}
            choose={t('console-imports.choose')}
            hint={t('console-imports.drop_hint')}
            onFile={send}
            onFiles={packing.pack}
          />
          {packing.fault === null ? null : (
            <p role="alert">{t(`console-imports.pack_${packing.fault}`, { most: mostFiles })}</p>
          )}
          <Paste onFile={send} />
          <details>
            <summary className={styles['summary']}>{t('console-imports.shapes')}</summary>
            <p className="muted">{t('console-imports.shapes_why')}</p>
            <CodeBlock code={example} language="json" />
          </details>
        </>
      ) : (
        <Sending upload={upload} onRetry={() => retryUpload(onDone)} />
      )}
    </Card>
  );
}

type PackingFault = 'too_many' | 'too_large' | 'unreadable';

/** Puts files together that were chosen at once; they are sent as one. */
function usePacking(send: (file: File) => void) {
  const [count, setCount] = useState<number | null>(null);
  const [fault, setFault] = useState<PackingFault | null>(null);
  const pack = (files: readonly File[]): void => {
    const wrong = packFault(files);
    setFault(wrong);
    if (wrong !== null) return;
    setCount(files.length);
    packFiles(files).then(
      (file) => {
        setCount(null);
        send(file);
      },
      // A file that was moved or changed since it was chosen.
      () => {
        setCount(null);
        setFault('unreadable');
      },
    );
  };
  return { count, fault, pack };
}

function Sending({ upload, onRetry }: { upload: Upload; onRetry: () => void }) {
  const t = useT();
  const formats = useFormats();
  const rate = useRate(upload.sent);
  const failed = upload.state === 'failed' ? explainProblem(upload.error, t) : null;
  const amount = t('console-imports.sent', {
    sent: formats.bytes(upload.sent),
    total: formats.bytes(upload.total),
  });
  const pace =
    rate === null ? amount : `${amount} · ${t('console.per_second', { amount: formats.bytes(rate) })}`;
  if (failed !== null) {
    return (
      <>
        <ErrorState
          title={failed.title}
          detail={failed.detail}
          safe={t('console-imports.upload_failed_safe')}
          requestId={failed.requestId}
          onRetry={onRetry}
        />
        <div>
          <Button onClick={cancelUpload}>{t('console-imports.other_file')}</Button>
        </div>
      </>
    );
  }
  const whole = upload.sent >= upload.total;
  return (
    <>
      <ProgressBar
        label={t(whole ? 'console-imports.receiving' : 'console-imports.uploading', {
          file: upload.filename,
        })}
        value={upload.sent}
        max={whole ? null : upload.total}
        detail={pace}
      />
      <div>
        <Button onClick={cancelUpload}>{t('console-imports.cancel_upload')}</Button>
      </div>
    </>
  );
}

function Paste({ onFile }: { onFile: (file: File) => void }) {
  const t = useT();
  const [text, setText] = useState('');
  return (
    <details>
      <summary className={styles['summary']}>{t('console-imports.paste_open')}</summary>
      <Form
        className={styles['form']}
        onSubmit={() => {
          if (text.trim() === '') return;
          onFile(new File([text], 'pasted.jsonl', { type: 'application/x-ndjson' }));
        }}
      >
        <TextArea
          label={t('console-imports.paste')}
          hint={t('console-imports.paste_hint')}
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div>
          <Button type="submit" disabledReason={text.trim() === '' ? t('console-imports.paste_empty') : null}>
            {t('console-imports.upload_text')}
          </Button>
        </div>
      </Form>
    </details>
  );
}
