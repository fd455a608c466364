import type { RoutedMember } from '@pairwright/contract/routing';
import { useState } from 'react';
import { useWrite } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx';
import { TextArea } from '../../../../ui/Field.tsx';
import { toast } from '../../../../ui/toast.ts';
import { WhatTheySay } from '../../people/WhatTheySay.tsx';
import { FormProblem } from '../../shared/FormProblem.tsx';

interface Props {
  projectId: string;
  member: RoutedMember;
  onClose: () => void;
}

/** Tells an annotator something, which they read among their feedback. */
export function MessageDialog({ projectId, member, onClose }: Props) {
  const t = useT();
  const [message, setMessage] = useState('');
  const [tried, setTried] = useState(false);
  const send = useWrite('messageMember', ['listRoutingEvents']);
  const isEmpty = message.trim() === '';
  return (
    <ConfirmDialog
      title={t('console-annotators.message_named', { name: member.name })}
      confirm={t('console-annotators.message_send')}
      busy={send.isPending}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (isEmpty) return;
        send.mutate(
          { params: { projectId, userId: member.userId }, body: { message } },
          {
            onSuccess: () => {
              toast(t('console-annotators.message_sent', { name: member.name }));
              onClose();
            },
          },
        );
      }}
    >
      <WhatTheySay projectId={projectId} annotatorId={member.userId} />
      <TextArea
        label={t('console-annotators.message_text')}
        hint={t('console-annotators.message_hint')}
        rows={3}
        maxLength={4000}
        value={message}
        error={tried && isEmpty ? t('console-annotators.message_first') : null}
        onChange={(event) => setMessage(event.target.value)}
      />
      <FormProblem error={send.error} />
    </ConfirmDialog>
  );
}
