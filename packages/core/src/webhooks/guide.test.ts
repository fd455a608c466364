import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { type WebhookEvent, webhookEventNames } from '@pairwright/contract/webhook-event-names';
import { webhookBody, webhookEvents } from '@pairwright/contract/webhook-events';
import { newSigningSecret, signatureHeaders, writtenSecret } from './sign.ts';

const run = promisify(execFile);
const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-webhook-guide-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const python = await run('python3', ['--version']).then(
  () => true,
  () => false,
);

const secret = newSigningSecret();
const old = newSigningSecret();
const body = '{"id": "x", "words": "训练 “done”"}';
const timestamp = 1_796_000_000;
const signed = signatureHeaders({ id: 'e1', timestamp, body }, [secret, old]);
const usual = {
  headers: signed as Record<string, string>,
  body,
  secret: writtenSecret(secret),
  now: timestamp + 30,
};
/** What a receiver may get, and whether it is from here. */
const cases: [what: string, asked: typeof usual, genuine: boolean][] = [
  ['as sent', usual, true],
  ['with the secret before', { ...usual, secret: writtenSecret(old) }, true],
  ['with another secret', { ...usual, secret: writtenSecret(newSigningSecret()) }, false],
  ['changed', { ...usual, body: `${body} ` }, false],
  ['of another id', { ...usual, headers: { ...signed, 'webhook-id': 'e2' } }, false],
  ['too old', { ...usual, now: timestamp + 301 }, false],
  ['from later', { ...usual, now: timestamp - 301 }, false],
  ['without a time', { ...usual, headers: { ...signed, 'webhook-timestamp': 'now' } }, false],
  [
    'without a signature',
    { ...usual, headers: { 'webhook-id': 'e1', 'webhook-timestamp': String(timestamp) } },
    false,
  ],
  [
    'with another kind of signature',
    { ...usual, headers: { ...signed, 'webhook-signature': 'v2,AAAA' } },
    false,
  ],
];

describe.each(['webhooks.md', 'webhooks.zh-CN.md'])('docs/%s', async (name) => {
  const text = await readFile(path.join(import.meta.dirname, '../../../../docs', name), 'utf8');
  const code = (language: string): string =>
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';

  it('has every event once, with an example that fits its shape', () => {
    const rows = [...text.matchAll(/^\| `([\w.]+)` \| ([^|]+) \| `(\{.*\})` \|$/gm)];
    expect(rows.map(([, event]) => event).sort()).toEqual([...webhookEventNames].sort());
    for (const [, event, , example = ''] of rows)
      expect([event, webhookEvents[event as WebhookEvent].safeParse(JSON.parse(example)).error]).toEqual([
        event,
        undefined,
      ]);
    const whole = webhookBody.parse(JSON.parse(code('json')));
    webhookEvents[whole.type as WebhookEvent].parse(whole.data);
  });

  it('checks signatures in Node as it says', async () => {
    const file = path.join(folder, `${name}.mjs`);
    await writeFile(file, code('js'));
    const { isGenuine } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      isGenuine: (asked: unknown) => boolean;
    };
    for (const [what, asked, genuine] of cases)
      expect([what, isGenuine({ ...asked, body: Buffer.from(asked.body) })]).toEqual([what, genuine]);
  });

  it('checks signatures in Python as it says', async ({ skip }) => {
    if (!python) skip('there is no python3 here');
    const file = path.join(folder, `${name}.py`);
    await writeFile(
      file,
      `${code('python')}\nimport json, sys\nfor a in json.loads(sys.argv[1]):\n    print(is_genuine(a["headers"], a["body"].encode(), a["secret"], a["now"]))\n`,
    );
    const { stdout } = await run('python3', [file, JSON.stringify(cases.map(([, asked]) => asked))]);
    const said = stdout.trim().split('\n');
    expect(cases.map(([what], index) => [what, said[index]])).toEqual(
      cases.map(([what, , genuine]) => [what, genuine ? 'True' : 'False']),
    );
  });
});
