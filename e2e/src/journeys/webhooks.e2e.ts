import { createHmac } from 'node:crypto';
import { openReceiver } from '@pairwright/core/webhooks/webhooks.fixture';
import { afterAll, expect, test, vi } from 'vitest';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

const receiver = await openReceiver();
afterAll(() => receiver.close());

onStage({
  demo: false,
  env: { OUTGOING_INTERNET: 'false', OUTGOING_ALLOW: `127.0.0.1:${receiver.port}`, OUTGOING_HTTP: 'true' },
});

const rows = [
  {
    messages: [{ role: 'user', content: 'Hi' }],
    responses: [
      { model: 'a', content: 'Yes' },
      { model: 'b', content: 'No' },
    ],
  },
];
const untilReceived = (type: string, count = 1): Promise<unknown> =>
  vi.waitUntil(() => receiver.events().filter((event) => event.type === type).length >= count, {
    timeout: 60_000,
    interval: 100,
  });

test('an admin makes a webhook, whose receiver fails, is mended, and gets all that it missed', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await makeProject(olga, product, { name: 'Helpfulness', template: 'arena', rows });
  const { page, words } = olga;
  await page.goto(`/projects/${projectId}/webhooks`);
  await page.getByRole('heading', { name: words('console-webhooks.none') }).waitFor();
  expect(await screenFaults(olga, 'webhooks-empty')).toEqual([]);
  await page.getByRole('button', { name: words('console-webhooks.new') }).click();
  const form = page.getByRole('dialog', { name: words('console-webhooks.new') });

  // An address inside, and no event.
  await form.getByLabel(words('console-webhooks.address')).fill('http://127.0.0.1:1/hooks');
  await form.getByRole('button', { name: words('console-webhooks.create') }).click();
  await form.getByText(words('console-webhooks.events_needed')).waitFor();
  await form.getByLabel(words('console-webhooks.events_find')).fill('guidelines');
  await form.getByRole('checkbox', { name: 'guidelines.published' }).click();
  await form.getByRole('button', { name: words('console-webhooks.create') }).click();
  await form.getByText('no address that this server may open').first().waitFor();
  expect(await screenFaults(olga, 'webhook-refused')).toEqual([]);

  await form.getByLabel(words('console-webhooks.address')).fill(receiver.address);
  await form.getByLabel(words('console-webhooks.description')).fill('Trainer 训练');
  await form.getByRole('button', { name: words('console-webhooks.create') }).click();
  const secret = await page.locator('[data-secret]').innerText();
  expect(await screenFaults(olga, 'webhook-made')).toEqual([]);
  await page.getByRole('button', { name: words('console-webhooks.secret_done') }).click();

  receiver.answerStatus(410, {}, 'nobody lives here');
  await page.getByRole('link', { name: receiver.address }).click();
  const publish = (basedOn: number, markdown: string) =>
    callAs(olga, product, {
      method: 'POST',
      path: `/projects/${projectId}/guidelines`,
      body: { basedOn, markdown },
    });
  await publish(1, 'Be fair.');
  await untilReceived('guidelines.published');
  const [first] = receiver.received;
  const said = `${first!.headers['webhook-id']}.${first!.headers['webhook-timestamp']}.${first!.body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect(first!.headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(said).digest('base64')}`,
  );
  await page.reload();
  await page.getByText(words('console-webhooks.because_gone')).waitFor();
  expect(await screenFaults(olga, 'webhook-gone')).toEqual([]);
  await publish(2, 'Be fair, and quick.');

  const deliveries = page.getByRole('region', { name: words('console-webhooks.deliveries'), exact: true });
  await deliveries
    .getByRole('row')
    .filter({ hasText: words('console-webhooks.delivery_dead') })
    .getByRole('button')
    .click();
  const dialog = page.getByRole('dialog', { name: 'guidelines.published' });
  await dialog.getByText('nobody lives here').waitFor();
  expect(await screenFaults(olga, 'delivery')).toEqual([]);
  await page.keyboard.press('Escape');

  receiver.answerStatus(204);
  await page.getByRole('button', { name: words('console-webhooks.test'), exact: true }).click();
  await untilReceived('webhook.test');
  await page.getByRole('button', { name: words('console-webhooks.resume') }).click();
  await untilReceived('guidelines.published', 2);
  await deliveries.getByRole('button', { name: words('console-webhooks.redeliver_dead') }).click();
  await untilReceived('guidelines.published', 3);
  const versions = receiver.events().flatMap(({ type, data }) => (type === 'webhook.test' ? [] : [data]));
  expect(versions).toEqual([{ version: 2 }, { version: 3 }, { version: 2 }]);
  await deliveries
    .getByRole('row')
    .filter({ hasText: words('console-webhooks.delivery_delivered') })
    .nth(2)
    .waitFor();
  expect(olga.faults).toEqual([]);

  const zhou = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(zhou, { email: 'olga@example.org', password: 'a long enough secret' });
  await zhou.page.goto(page.url());
  await zhou.page.getByRole('heading', { name: receiver.address }).waitFor();
  expect(await screenFaults(zhou, 'webhook-zh')).toEqual([]);
  await zhou.page.getByRole('button', { name: zhou.words('console-webhooks.delete') }).click();
  const ask = zhou.page.getByRole('dialog', { name: zhou.words('console-webhooks.delete_ask') });
  await ask.getByRole('button', { name: zhou.words('console-webhooks.delete') }).click();
  await zhou.page.getByRole('heading', { name: zhou.words('console-webhooks.none') }).waitFor();
  expect(zhou.faults).toEqual([]);
});

test.each(['en', 'zh-CN'] as const)(
  'a webhook that an API token made waits when the token is revoked, until somebody answers for it: %s',
  async (locale) => {
    const olga = await visit(browser, product, { locale });
    const secret = 'a long enough secret';
    await signIn(olga, { email: 'olga@example.org', password: secret });
    const { projectId } = await makeProject(olga, product, {
      name: `Tokens ${locale}`,
      template: 'arena',
      rows,
    });
    const token = await callAs<{ id: string; secret: string }>(olga, product, {
      method: 'POST',
      path: '/me/tokens',
      body: { name: 'nightly', scopes: ['manage'], expiresInDays: 1, currentPassword: secret },
    });
    const answer = await fetch(`${product.baseUrl}/api/v1/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ projectId, address: receiver.address, events: ['guidelines.published'] }),
    });
    const { id } = (await answer.json()) as { id: string };
    const { page, words } = olga;
    await page.goto(`/webhooks/${id}`);
    await page.getByText('nightly').waitFor();
    expect(await screenFaults(olga, `webhook-of-token-${locale}`)).toEqual([]);
    await callAs(olga, product, { method: 'DELETE', path: `/me/tokens/${token.id}` });
    await vi.waitUntil(
      async () => {
        await page.reload();
        await page.getByRole('heading', { name: receiver.address }).waitFor();
        return page.getByText(words('console-webhooks.because_token')).isVisible();
      },
      { timeout: 60_000, interval: 100 },
    );
    expect(await screenFaults(olga, `webhook-token-ended-${locale}`)).toEqual([]);
    await page.getByRole('button', { name: words('console-webhooks.resume') }).click();
    await page.getByText(words('console-webhooks.state_active')).waitFor();
    expect(await page.getByText('nightly').count()).toBe(0);
    await page
      .getByRole('button', { name: words('console-webhooks.take_over') })
      .waitFor({ state: 'detached' });
    expect(olga.faults).toEqual([]);
  },
);
