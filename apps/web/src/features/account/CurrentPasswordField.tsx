import { useT } from '../../i18n/use-i18n.ts';
import { TextField } from '../../ui/Field.tsx';

interface CurrentPasswordFieldProps {
  value: string;
  /** The last try was not it. */
  wrong: boolean;
  onChange: (value: string) => void;
}

/** Asks for the password one has, by which one shows who one is. */
export function CurrentPasswordField({ value, wrong, onChange }: CurrentPasswordFieldProps) {
  const t = useT();
  return (
    <TextField
      label={t('account.current_password')}
      type="password"
      name="current-password"
      autoComplete="current-password"
      required
      value={value}
      error={wrong ? t('problem.wrong_password') : null}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
