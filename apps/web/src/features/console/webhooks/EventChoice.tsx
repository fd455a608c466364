import {
  type WebhookEvent,
  webhookEventNames,
  webhookEventScopes,
} from '@pairwright/contract/webhook-event-names';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import styles from './webhooks.module.css';
import { eventKey } from './words.ts';

interface Props {
  /** Of a project; else of the installation, which may be told of everything. */
  inProject: boolean;
  chosen: readonly WebhookEvent[];
  error: string | undefined;
  onChange: (events: WebhookEvent[]) => void;
}

/** Which events a webhook is told of: a list that can be searched. */
export function EventChoice({ inProject, chosen, error, onChange }: Props) {
  const t = useT();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = webhookEventNames.filter(
    (name) =>
      !(inProject && webhookEventScopes[name] === 'installation') &&
      `${name} ${t(eventKey(name))}`.toLowerCase().includes(wanted),
  );
  const toggle = (name: WebhookEvent, on: boolean) =>
    onChange(webhookEventNames.filter((one) => (one === name ? on : chosen.includes(one))));
  return (
    <fieldset className="stack">
      <legend className={styles['legend']}>{t('console-webhooks.events')}</legend>
      <TextField
        label={t('console-webhooks.events_find')}
        type="search"
        autoComplete="off"
        value={search}
        error={error}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="row">
        <span className="muted tabular" role="status">
          {t('console-webhooks.events_chosen', { count: chosen.length })}
        </span>
        <Button
          size="small"
          onClick={() =>
            onChange(webhookEventNames.filter((name) => shown.includes(name) || chosen.includes(name)))
          }
        >
          {t('console-webhooks.events_all')}
        </Button>
        <Button size="small" onClick={() => onChange([])}>
          {t('console-webhooks.events_clear')}
        </Button>
      </div>
      {shown.length === 0 ? <p className="muted">{t('console-webhooks.events_none_found')}</p> : null}
      <div className={styles['events']}>
        {shown.map((name) => (
          <Checkbox
            key={name}
            label={name}
            hint={t(eventKey(name))}
            checked={chosen.includes(name)}
            onChange={(on) => toggle(name, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}
