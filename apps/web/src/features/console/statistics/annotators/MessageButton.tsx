import type { RoutedMember } from '@pairwright/contract/routing';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';

/** Opens the dialog that tells a member something; see `MessageDialog`. */
export function MessageButton({ member, onPress }: { member: RoutedMember; onPress: () => void }) {
  const t = useT();
  return (
    <Button
      size="small"
      aria-label={t('console-annotators.message_named', { name: member.name })}
      onClick={onPress}
    >
      {t('console-annotators.message')}
    </Button>
  );
}
