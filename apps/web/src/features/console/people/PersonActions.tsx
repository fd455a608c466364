import type { RoutedMember } from '@pairwright/contract/routing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../api/queries.ts';
import { useMe } from '../../../shell/use-me.ts';
import { may } from '../access.ts';
import { PauseButton } from '../routing/PauseButton.tsx';
import { usePause } from '../routing/use-pause.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { MessageButton } from '../statistics/annotators/MessageButton.tsx';
import { MessageDialog } from '../statistics/annotators/MessageDialog.tsx';
import { ExcludeLink } from './ExcludeLink.tsx';

interface Props {
  projectId: string;
  annotator: { id: string; name: string };
}

/** What those who run a project do about somebody who judges in it; nothing for all others. */
export function PersonActions({ projectId, annotator }: Props) {
  const manages = may(useMe(), projectId, 'manage');
  const routing = useQuery({ ...read('getRouting', { params: { projectId } }), enabled: manages });
  const pause = usePause(projectId);
  const [messaged, setMessaged] = useState<RoutedMember | null>(null);
  if (!manages) return null;
  // Who is no member (any more), as whoever came with an import, can be neither told nor paused.
  const member = routing.data?.members.find(({ userId }) => userId === annotator.id);
  return (
    <>
      <span className="row">
        {member === undefined ? null : (
          <>
            <MessageButton member={member} onPress={() => setMessaged(member)} />
            <PauseButton member={member} busy={pause.busy} onToggle={pause.toggle} />
          </>
        )}
        <ExcludeLink projectId={projectId} annotator={annotator} />
      </span>
      <FormProblem error={pause.error} />
      {messaged === null ? null : (
        <MessageDialog projectId={projectId} member={messaged} onClose={() => setMessaged(null)} />
      )}
    </>
  );
}
