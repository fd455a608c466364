import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { TextArea } from '../../ui/Field.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NewAccountForm } from './NewAccountForm.tsx';

/** Asks the owner for an account, where that is switched on. */
export default function RegisterPage() {
  const t = useT();
  const locale = useLocale();
  usePageTitle(t('entry.register_title'));
  const options = useQuery(read('getSignInOptions', {}));
  const [note, setNote] = useState('');
  const ask = useWrite('requestAccount');
  return (
    <PublicFrame title={t('entry.register_title')}>
      {options.isPending ? <Skeleton lines={3} /> : null}
      {options.error === null || options.data !== undefined ? null : (
        <ProblemState error={options.error} onRetry={() => void options.refetch()} />
      )}
      {options.data?.registration === false ? <p>{t('entry.register_off')}</p> : null}
      {ask.isSuccess ? <p role="status">{t('entry.register_done')}</p> : null}
      {options.data?.registration !== true || ask.isSuccess ? null : (
        <>
          <p className="muted">{t('entry.register_what')}</p>
          <NewAccountForm
            email={null}
            action={t('entry.register_do')}
            busy={ask.isPending}
            error={ask.error}
            onSend={(person) => ask.mutate({ body: { ...person, locale, note } })}
          >
            <TextArea
              label={t('entry.register_note')}
              hint={t('entry.register_note_hint')}
              maxLength={1000}
              rows={3}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </NewAccountForm>
        </>
      )}
      <p>
        <Link href={paths.signIn()}>{t('entry.to_sign_in')}</Link>
      </p>
    </PublicFrame>
  );
}
