import { useT } from '../../i18n/use-i18n.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProofForm } from './ProofForm.tsx';
import type { ProofProps } from './ProofForm.tsx';

interface Props extends Omit<ProofProps, 'action'> {
  title: string;
  onClose: () => void;
}

/** Asks again who it is before something that matters. */
export function ProofDialog({ title, onClose, ...form }: Props) {
  const t = useT();
  return (
    <Dialog open title={title} onClose={onClose}>
      <ProofForm {...form} action={t('account.go_on')} />
    </Dialog>
  );
}
