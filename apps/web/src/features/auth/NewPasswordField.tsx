import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { TextField } from '../../ui/Field.tsx';

const shortest = 8;
const longest = 128;

/** What is wrong with a new password, or null. The server has the last word. */
export function passwordFault(password: string, t: Translate): string | null {
  if (password.length < shortest) return t('auth.password_too_short', { least: shortest });
  if (password.length > longest) return t('auth.password_too_long', { most: longest });
  return null;
}

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | null;
}

export function NewPasswordField({ label, value, onChange, error }: Props) {
  const t = useT();
  return (
    <TextField
      label={label}
      type="password"
      name="new-password"
      autoComplete="new-password"
      required
      value={value}
      hint={t('auth.password_hint', { least: shortest })}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
