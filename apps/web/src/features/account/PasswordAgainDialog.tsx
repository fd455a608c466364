import { useT } from '../../i18n/use-i18n.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { PasswordAgainForm } from './PasswordAgainForm.tsx';
import type { PasswordAgainProps } from './PasswordAgainForm.tsx';

interface Props extends Omit<PasswordAgainProps, 'action'> {
  title: string;
  onClose: () => void;
}

/** Asks for the password again before something that matters. */
export function PasswordAgainDialog({ title, onClose, ...form }: Props) {
  const t = useT();
  return (
    <Dialog open title={title} onClose={onClose}>
      <PasswordAgainForm {...form} action={t('account.go_on')} />
    </Dialog>
  );
}
