import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, it } from 'vitest';
import { openMailer } from './mailer.ts';

const servers: SMTPServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Taken {
  from: string;
  to: string[];
  user: string | undefined;
  raw: string;
}

async function mailServer(refuse = false): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'p@ss word' ? done(null, { user: username }) : done(new Error('no')),
    onData(stream, { envelope, user }, done) {
      let raw = '';
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
      stream.on('end', () => {
        if (refuse) return done(new Error('mailbox is full'));
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), user: user as string, raw });
        done();
      });
    },
  });
  servers.push(server);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return { port: (listening.address() as AddressInfo).port, taken };
}

it('hands a mail to a real server, signed in, with what people wrote kept out of the headers', async () => {
  const { port, taken } = await mailServer();
  const mailer = openMailer({
    url: `smtp://label:${encodeURIComponent('p@ss word')}@127.0.0.1:${port}`,
    from: 'Pairwright <label@example.org>',
  });
  await mailer.send({ to: 'anna@example.org', subject: 'Hi\r\nBcc: eve@example.org', text: '您好\n' });
  await mailer.close();
  expect(taken).toEqual([
    expect.objectContaining({ from: 'label@example.org', to: ['anna@example.org'], user: 'label' }),
  ]);
  expect(taken[0]?.raw).not.toMatch(/^bcc:/im);
  expect(taken[0]?.raw).toContain('5oKo5aW9');
});

it('says so when the server refuses', async () => {
  const { port } = await mailServer(true);
  const mailer = openMailer({ url: `smtp://127.0.0.1:${port}`, from: 'a@example.org' });
  await expect(mailer.send({ to: 'b@example.org', subject: 's', text: 't' })).rejects.toThrow(
    /mailbox is full/,
  );
  await mailer.close();
});

it('shows mails on the console, or sends none', async () => {
  const shown: string[] = [];
  const mailer = openMailer({ url: 'console:', from: undefined, write: (text) => shown.push(text) });
  await mailer.send({ to: 'anna@example.org', subject: 'Hello', text: 'The link\n' });
  expect(shown.join('')).toMatch(/anna@example\.org: Hello\nThe link\n/);
  const none = openMailer({ url: undefined, from: undefined });
  expect(none.kind).toBe('none');
  await expect(none.send({ to: 'a', subject: 'b', text: 'c' })).rejects.toThrow(/SMTP_URL/);
});
