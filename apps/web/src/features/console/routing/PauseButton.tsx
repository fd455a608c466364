import type { RoutedMember } from '@pairwright/contract/routing';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';

interface Props {
  member: RoutedMember;
  busy: boolean;
  onToggle: (member: RoutedMember) => void;
}

/** Pauses a member, or lets them work again; see `usePause`. */
export function PauseButton({ member, busy, onToggle }: Props) {
  const t = useT();
  const paused = member.pausedAt !== null;
  return (
    <Button
      size="small"
      busy={busy}
      aria-label={t(paused ? 'console-routing.resume_named' : 'console-routing.pause_named', {
        name: member.name,
      })}
      onClick={() => onToggle(member)}
    >
      {t(paused ? 'console-routing.resume' : 'console-routing.pause')}
    </Button>
  );
}
