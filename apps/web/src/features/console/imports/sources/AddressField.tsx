import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { TextArea, TextField } from '../../../../ui/Field.tsx';
import { mostAddresses } from './source-draft.ts';

interface Props {
  from: 'url' | 's3';
  mostBytes: number;
  error: string | null;
  value: string;
  onChange: (text: string) => void;
  onSend: () => void;
}

/** One address, or of S3 as many as one likes, one a line. */
export function AddressField({ from, mostBytes, error, value, onChange, onSend }: Props) {
  const t = useT();
  const formats = useFormats();
  const most = formats.bytes(mostBytes);
  const shared = {
    label: t(`console-fetch.address_${from}`),
    error,
    inputMode: 'url',
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    value,
  } as const;
  if (from === 'url')
    return (
      <TextField
        {...shared}
        hint={t('console-fetch.hint_url', { most })}
        maxLength={8_000}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <TextArea
      {...shared}
      hint={`${t('console-fetch.hint_s3', { most, objects: mostAddresses })} ${t('console-fetch.send_keys')}`}
      rows={4}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSend();
      }}
    />
  );
}
