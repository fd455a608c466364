import type { ReviewCase } from '@pairwright/contract/review';
import { lookAlikesOfPeople } from '@pairwright/domain/names/skeleton';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { Select, TextArea } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useNameLabel } from '../shared/Name.tsx';
import { decisionWords } from './decision-words.ts';

interface Props {
  params: { projectId: string; comparisonId: string };
  revealed: NonNullable<ReviewCase['revealed']>;
  /** Whose words ratings are told in. */
  form: ReviewCase['question']['form'];
  onClose: () => void;
}

/** Sends one of the judgments back to its annotator with a comment. */
export function SendBackDialog({ params, revealed, form, onClose }: Props) {
  const t = useT();
  const locale = useLocale();
  const own = revealed.votes.filter(({ source }) => source === 'annotator');
  const label = useNameLabel();
  const isTwin = lookAlikesOfPeople(own.map((by) => [by.annotatorId, by.annotator]));
  const [judgmentId, setJudgmentId] = useState(own[0]?.judgmentId ?? '');
  const [message, setMessage] = useState('');
  const [tried, setTried] = useState(false);
  const send = useWrite('sendBack', ['listComparisonFeedback']);
  return (
    <ConfirmDialog
      title={t('console-review.send_back_title')}
      confirm={t('console-review.send_back')}
      busy={send.isPending}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (message.trim() === '' || judgmentId === '') return;
        send.mutate(
          { params, body: { judgmentId, message } },
          {
            onSuccess: () => {
              toast(t('console-review.sent'));
              onClose();
            },
          },
        );
      }}
    >
      <Select
        label={t('console-review.send_back_to')}
        value={judgmentId}
        options={own.map((vote) => ({
          value: vote.judgmentId,
          label: `${label({ text: vote.annotator, isTwin: isTwin(vote.annotator), id: vote.annotatorId })}: ${decisionWords(vote, { models: revealed.models, form, locale }, t)}`,
        }))}
        onChange={setJudgmentId}
      />
      <TextArea
        label={t('console-review.message')}
        hint={t('console-review.message_hint')}
        rows={3}
        maxLength={4000}
        value={message}
        error={tried && message.trim() === '' ? t('console-review.message_first') : null}
        onChange={(event) => setMessage(event.target.value)}
      />
      <FormProblem error={send.error} fields={[]} safe={t('console-review.kept')} />
    </ConfirmDialog>
  );
}
