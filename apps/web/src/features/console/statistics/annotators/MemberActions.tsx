import type { RoutedMember } from '@pairwright/contract/routing';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { PauseButton } from '../../routing/PauseButton.tsx';
import type { usePause } from '../../routing/use-pause.ts';
import { MessageButton } from './MessageButton.tsx';

interface Props {
  member: RoutedMember;
  pause: ReturnType<typeof usePause>;
  onMessage: (member: RoutedMember) => void;
  onDecide: (member: RoutedMember) => void;
}

/** What those who run the project do about one person. */
export function MemberActions({ member, pause, onMessage, onDecide }: Props) {
  const t = useT();
  return (
    <span className="row">
      <MessageButton member={member} onPress={() => onMessage(member)} />
      <Button
        size="small"
        aria-label={t('console-routing.qualification_of', { name: member.name })}
        onClick={() => onDecide(member)}
      >
        {t('console-routing.qualification')}
      </Button>
      <PauseButton member={member} busy={pause.busy} onToggle={pause.toggle} />
    </span>
  );
}
