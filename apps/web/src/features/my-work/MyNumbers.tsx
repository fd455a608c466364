import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { toast } from '../../ui/toast.ts';
import styles from './work.module.css';

type Numbers = CallOutput<'getMyNumbers'>;

const names = ['accuracy', 'agreement', 'consistency'] as const;

/** My own numbers as bands, and what I say about them; nothing where the project keeps them to itself. */
export function MyNumbers({ projectId }: { projectId: string }) {
  const t = useT();
  const formats = useFormats();
  const { data } = useQuery({ ...read('getMyNumbers', { params: { projectId } }), refetchOnMount: 'always' });
  if (data?.shown !== true) return null;
  const known = names.filter((name) => data[name] !== null);
  return (
    <details>
      <summary className={styles['more']}>{t('work-life.my_numbers')}</summary>
      <div className="stack">
        {data.asOf === null || known.length === 0 ? (
          <p>{t('work-life.my_numbers_none')}</p>
        ) : (
          <>
            <dl>
              {known.map((name) => (
                <div key={name}>
                  <dt className="muted">{t(`work-life.band_${name}`)}</dt>
                  <dd>
                    <Band band={data[name]} />
                  </dd>
                </div>
              ))}
            </dl>
            <p className="muted">{t('work-life.my_numbers_as_of', { time: formats.dateTime(data.asOf) })}</p>
          </>
        )}
        <p className="muted">{t('work-life.my_numbers_why')}</p>
        <SayForm projectId={projectId} said={data.reply?.text ?? ''} />
      </div>
    </details>
  );
}

function Band({ band }: { band: Numbers['accuracy'] }) {
  const t = useT();
  const formats = useFormats();
  if (band === null) return null;
  const { low, high, n, least } = band;
  if (low === null || high === null) return t('work-life.band_too_few', { n, least });
  return t('work-life.band', { low: formats.percent(low), high: formats.percent(high), n });
}

function SayForm({ projectId, said }: { projectId: string; said: string }) {
  const t = useT();
  const [text, setText] = useState(said);
  const write = useWrite('writeMyReply', ['getMyNumbers']);
  const problem = write.error === null ? null : explainProblem(write.error, t);
  return (
    <Form
      className="stack"
      onSubmit={() => {
        if (write.isPending) return;
        write.mutate(
          { params: { projectId }, body: { text } },
          { onSuccess: () => toast(t('work-life.reply_sent')) },
        );
      }}
    >
      <TextArea
        label={t('work-life.my_say')}
        hint={t('work-life.my_say_hint')}
        rows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <div>
        <Button type="submit" busy={write.isPending}>
          {t('work-life.my_say_save')}
        </Button>
      </div>
    </Form>
  );
}
