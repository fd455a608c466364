import { useState } from 'react';
import type { ReactNode } from 'react';
import { withoutIsolates } from '../../../i18n/isolated.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** What must be typed. */
  name: string;
  /** Asks for it; a project's name when left out. */
  label?: string;
  /** Said when something else was typed. */
  differs?: string;
  confirm: string;
  busy: boolean;
  error: Error | null;
  /** Gets the name as it is kept. */
  onConfirm: (name: string) => void;
  onClose: () => void;
}

/** Asks for the name of what is to be removed: nobody types it by mistake. */
export function NameDialog(props: Props) {
  const { title, children, name, label, differs, confirm, busy, error, onConfirm, onClose } = props;
  const t = useT();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  // A name that is copied from the sentence brings the signs that keep it by itself there.
  const plain = (text: string): string => withoutIsolates(text).trim().normalize();
  const fits = plain(typed) === plain(name);
  return (
    <Dialog open title={title} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (fits) onConfirm(name);
          setWrong(!fits);
        }}
      >
        {children}
        <TextField
          label={label ?? t('console-trash.type_name', { name })}
          value={typed}
          error={isWrong && !fits ? (differs ?? t('console-trash.name_differs')) : null}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        <FormProblem error={error} />
        <div className="row">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="danger" busy={busy}>
            {confirm}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
