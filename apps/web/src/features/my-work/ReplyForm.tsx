import type { JudgmentFeedback } from '@pairwright/contract/working-life';
import { useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Checkbox, TextArea } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { toast } from '../../ui/toast.ts';

/** The answer to feedback, until it is settled. */
export function ReplyForm({ feedback }: { feedback: JudgmentFeedback }) {
  const t = useT();
  const [text, setText] = useState(feedback.reply ?? '');
  const [disputed, setDisputed] = useState(feedback.disputed);
  const reply = useWrite('replyToFeedback', ['listMyFeedback', 'getMyEarnings']);
  if (feedback.settledAt !== null)
    return (
      <>
        {feedback.reply === null ? null : (
          <p dir="auto">
            <strong>{t('work-life.my_reply')}</strong> {feedback.reply}
          </p>
        )}
        {feedback.answer === null ? null : (
          <p dir="auto">
            <strong>{t(feedback.upheld === true ? 'work-life.upheld' : 'work-life.not_upheld')}</strong>{' '}
            {feedback.answer}
          </p>
        )}
      </>
    );
  const problem = reply.error === null ? null : explainProblem(reply.error, t);
  return (
    <Form
      className="stack"
      onSubmit={() => {
        if (text.trim() === '' || reply.isPending) return;
        reply.mutate(
          { params: { feedbackId: feedback.id }, body: { reply: text, disputed } },
          { onSuccess: () => toast(t('work-life.reply_sent')) },
        );
      }}
    >
      <TextArea
        label={t('work-life.reply')}
        rows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Checkbox
        label={t('work-life.dispute')}
        hint={t('work-life.dispute_hint')}
        checked={disputed}
        onChange={setDisputed}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <div>
        <Button type="submit" busy={reply.isPending} aria-disabled={text.trim() === '' || undefined}>
          {t('work-life.send_reply')}
        </Button>
      </div>
    </Form>
  );
}
