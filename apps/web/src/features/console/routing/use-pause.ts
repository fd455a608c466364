import type { RoutedMember } from '@pairwright/contract/routing';
import { useWrite } from '../../../api/queries.ts';

/** Pauses a member, or lets them work again. */
export function usePause(projectId: string): {
  toggle: (member: RoutedMember) => void;
  busy: boolean;
  error: Error | null;
} {
  const update = useWrite('updateMemberRouting', ['getRouting', 'listRoutingEvents']);
  return {
    toggle: (member) =>
      update.mutate({
        params: { projectId, userId: member.userId },
        body: { paused: member.pausedAt === null },
      }),
    busy: update.isPending,
    error: update.error,
  };
}
