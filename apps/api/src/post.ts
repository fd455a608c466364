import type { Post } from '@pairwright/core/mail/post';
import type { Logger } from '@pairwright/runtime/logger';
import type { Mailer } from '@pairwright/runtime/mail/mailer';

/** Use cases' way to people's mailboxes: nobody waits, and what fails is logged without address or text. */
export function createPost({
  mailer,
  publicUrl,
  log,
}: {
  mailer: Mailer;
  publicUrl: string;
  log: Logger;
}): Post {
  return {
    canSend: mailer.kind !== 'none',
    send(letter) {
      if (mailer.kind === 'none') return;
      mailer
        .send(letter)
        .catch((error: unknown) =>
          log.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'a mail could not be sent'),
        );
    },
    link: (path, secret) => `${publicUrl}${path}${secret === undefined ? '' : `#${secret}`}`,
  };
}
