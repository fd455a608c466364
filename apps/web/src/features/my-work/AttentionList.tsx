import type { ErrorCode } from '@pairwright/contract/errors';
import { useState } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { OutboxRecord } from '../../outbox/action.ts';
import { useOutbox, useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import styles from './work.module.css';

/** Refusals that have sentences of their own; the others share one. */
const explained = [
  'judgment_locked',
  'judgment_incomplete',
  'outcome_not_allowed',
  'assignment_closed',
  'judgment_conflict',
  'project_not_active',
  'not_found',
  'payload_too_large',
] as const satisfies readonly ErrorCode[];

/** What the server refused for good: why, what is safe, what to do. It stays in view until the person lets it go. */
export function AttentionList() {
  const t = useT();
  const outbox = useOutbox();
  const { refused } = useOutboxStatus();
  const [leaving, setLeaving] = useState<OutboxRecord | null>(null);
  if (refused.length === 0) return null;
  return (
    <section className={styles['attention']} aria-labelledby="attention">
      <h2 id="attention">{t('work.attention_title')}</h2>
      <p>{t('work.attention_why')}</p>
      <ul className={styles['refusals']}>
        {refused.map((record) => (
          <li key={record.seq}>
            <Refused
              record={record}
              onResend={() => void outbox.resend(record.seq)}
              onDiscard={() => setLeaving(record)}
            />
          </li>
        ))}
      </ul>
      {leaving === null ? null : (
        <ConfirmDialog
          title={t('safety.discard_title')}
          confirm={t('safety.discard')}
          danger
          onClose={() => setLeaving(null)}
          onConfirm={() => {
            setLeaving(null);
            void outbox.dismiss(leaving.seq);
          }}
        >
          <p>{t('safety.discard_text')}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

interface RefusedProps {
  record: OutboxRecord;
  onResend: () => void;
  onDiscard: () => void;
}

function Refused({ record, onResend, onDiscard }: RefusedProps) {
  const t = useT();
  const formats = useFormats();
  const { kind, at, refusal, projectId, assignmentId } = record;
  const reason = explained.find((code) => code === refusal?.code) ?? 'other';
  const opens = kind === 'judgment' || kind === 'retract';
  return (
    <Card
      title={t('safety.refused_what', {
        what: t(`work.kind_${kind}`),
        when: formats.dateTime(new Date(at).toISOString()),
      })}
    >
      <p>{t(`safety.refused_${reason}_why`)}</p>
      <p>{t(`safety.refused_${reason}_safe`)}</p>
      <p>{t(`safety.refused_${reason}_do`)}</p>
      {refusal?.requestId == null ? null : (
        <p className="muted">{t('safety.refused_number', { id: refusal.requestId })}</p>
      )}
      <span className="row">
        {opens ? (
          <Link href={paths.revisit(projectId, assignmentId)} className={buttonClass('primary', 'small')}>
            {t('safety.refused_open')}
          </Link>
        ) : null}
        <Button size="small" onClick={onResend}>
          {t('work.attention_retry')}
        </Button>
        <Button size="small" onClick={onDiscard}>
          {t('safety.discard')}
        </Button>
      </span>
    </Card>
  );
}
