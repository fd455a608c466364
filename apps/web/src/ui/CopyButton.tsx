import { useEffect, useState } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import { IconButton } from './Button.tsx';
import { announce } from './live-region.ts';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t('ui.copied'));
    } catch {
      announce(t('ui.copy_failed'));
    }
  };
  return (
    <IconButton
      size="small"
      icon={copied ? 'check' : 'copy'}
      label={copied ? t('ui.copied') : label}
      onClick={() => void copy()}
    />
  );
}
