import { createTransport, type Transporter } from 'nodemailer';

/** One mail as plain text. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** `none`: nothing is set up, and nothing can be sent. */
  readonly kind: 'smtp' | 'console' | 'none';
  /** Rejects when the server does not take the mail. */
  send(mail: OutgoingMail): Promise<void>;
  /** Waits for what is being sent. */
  close(): Promise<void>;
}

export interface MailerOptions {
  /** `smtp://` or `smtps://` with user and password; `console:` shows mails instead of sending them; undefined: no mail. */
  readonly url: string | undefined;
  readonly from: string | undefined;
  /** Where `console:` writes; standard output when left out. */
  readonly write?: (text: string) => void;
}

const TIMEOUT_MS = 15_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Opens what mails are sent with. The connection is made when the first mail is sent. */
export function openMailer({ url, from, write }: MailerOptions): Mailer {
  if (url === undefined) return noMailer;
  if (new URL(url).protocol === 'console:')
    return consoleMailer(write ?? ((text) => void process.stdout.write(text)));
  return smtpMailer(url, from);
}

const noMailer: Mailer = {
  kind: 'none',
  send: () => Promise.reject(new Error('No mail can be sent: SMTP_URL is not set.')),
  close: async () => undefined,
};

function consoleMailer(write: (text: string) => void): Mailer {
  return {
    kind: 'console',
    send: async ({ to, subject, text }) => write(`\n--- mail to ${to}: ${subject}\n${text}---\n`),
    close: async () => undefined,
  };
}

/** Connects to the mail server and signs in, sending nothing. Rejects with what is wrong; `console:` is always right. */
export async function checkMailServer(url: string): Promise<void> {
  if (new URL(url).protocol === 'console:') return;
  const transport = smtpTransport(url);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

function smtpTransport(url: string): Transporter {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return createTransport({
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // On a network nothing goes out in the clear; to this very machine it may.
    requireTLS: !secure && !LOOPBACK.test(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Mails are text: nothing in them may make the library read files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function smtpMailer(url: string, from: string | undefined): Mailer {
  const transport = smtpTransport(url);
  const under = new Set<Promise<unknown>>();
  return {
    kind: 'smtp',
    async send(mail) {
      const sending = transport.sendMail({ from, ...mail });
      under.add(sending);
      try {
        await sending;
      } finally {
        under.delete(sending);
      }
    },
    async close() {
      await Promise.allSettled(under);
      transport.close();
    },
  };
}
