import { useQueryClient } from '@tanstack/react-query';
import { useT } from '../../i18n/use-i18n.ts';
import { useMe } from '../../shell/use-me.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { SignInForm } from './SignInForm.tsx';

/** The session ended while somebody worked: sign in here, lose nothing, stay in the same place. */
export default function SignInDialog({ email }: { email: string }) {
  const t = useT();
  const before = useMe().id;
  const client = useQueryClient();
  return (
    <Dialog open required onClose={() => undefined} title={t('auth.session_over')}>
      <p>{t('auth.session_over_safe')}</p>
      <SignInForm
        email={email}
        onDone={(me) => {
          // Somebody else: nothing on this page is theirs.
          if (me.id !== before) location.assign('/');
          else void client.invalidateQueries();
        }}
      />
    </Dialog>
  );
}
