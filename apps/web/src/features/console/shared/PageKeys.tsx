import { useT } from '../../../i18n/use-i18n.ts';
import { showKeys } from '../../../shell/keys/keys-here.ts';
import { Button } from '../../../ui/Button.tsx';
import { type PageKey, usePageKeys } from './use-page-keys.ts';

/** The keys of a page, and a button for the list of them, which `?` opens too. */
export function PageKeys({ keys }: { keys: readonly PageKey[] }) {
  const t = useT();
  usePageKeys(keys);
  return (
    <Button variant="quiet" aria-keyshortcuts="?" onClick={() => showKeys(true)}>
      {t('console.keys')} <kbd aria-hidden="true">?</kbd>
    </Button>
  );
}
