import type { CallOutput } from '@pairwright/contract/client';
import type { Services } from '../context.ts';
import type { Post } from '../mail/post.ts';
import { registrationMode } from '../people/account-settings.ts';

/** What the sign-in page may offer. */
export async function getSignInOptions(
  ctx: Services,
  { post, ...fixed }: { post: Post; passkeyHost: string | null; provider: string | null },
): Promise<CallOutput<'getSignInOptions'>> {
  return {
    registration: (await registrationMode(ctx.db.db)) !== 'off',
    resetByMail: post.canSend,
    ...fixed,
  };
}
