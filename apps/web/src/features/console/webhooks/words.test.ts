import { TEST_EVENT, webhookEventNames } from '@pairwright/contract/webhook-event-names';
import { expect, it } from 'vitest';
import text from '../../../locales/en/console-webhooks.json?raw';
import { eventKey } from './words.ts';

it('has words for every event, and none besides', () => {
  const all = [...webhookEventNames, TEST_EVENT] as const;
  const keys = all.map((name) => eventKey(name).replace('console-webhooks.', ''));
  const said = Object.keys(JSON.parse(text) as object).filter(
    (key) => /^event_[a-z]+_[a-z_]+$/.test(key) && key !== 'event_id',
  );
  expect(said.sort()).toEqual(keys.sort());
});
