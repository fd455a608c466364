import type { WebhookEvent } from '@pairwright/contract/webhook-event-names';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { EventChoice } from './EventChoice.tsx';

export interface WebhookDraft {
  address: string;
  description: string;
  events: WebhookEvent[];
}

interface Props {
  initial: WebhookDraft;
  inProject: boolean;
  submit: string;
  busy: boolean;
  error: unknown;
  onSubmit: (draft: WebhookDraft) => void;
}

const fields = ['address', 'description', 'events'] as const;

/** Address, description and events of a new webhook or of one that is changed. */
export function WebhookForm({ initial, inProject, submit, busy, error, onSubmit }: Props) {
  const t = useT();
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const faults = faultsByField(error, t);
  const missing = isTried && draft.events.length === 0 ? t('console-webhooks.events_needed') : undefined;
  return (
    <Form
      className={styles['form']}
      noValidate
      onSubmit={() => {
        setTried(true);
        if (!busy && draft.events.length > 0) onSubmit(draft);
      }}
    >
      <TextField
        label={t('console-webhooks.address')}
        hint={t('console-webhooks.address_hint')}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={draft.address}
        error={faults['address']}
        onChange={(event) => setDraft({ ...draft, address: event.target.value })}
      />
      <TextField
        label={t('console-webhooks.description')}
        hint={t('console-webhooks.description_hint')}
        autoComplete="off"
        value={draft.description}
        error={faults['description']}
        onChange={(event) => setDraft({ ...draft, description: event.target.value })}
      />
      <EventChoice
        inProject={inProject}
        chosen={draft.events}
        error={missing ?? faults['events']}
        onChange={(events) => setDraft({ ...draft, events })}
      />
      <FormProblem error={error} fields={fields} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
