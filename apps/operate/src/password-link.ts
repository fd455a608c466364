import { operatePasswordReset } from '@pairwright/core/people/operate-password.service';
import type { Operate } from './commands.ts';
import { tell, told, withDatabase } from './on-database.ts';

/** `pairwright password-link`: a link for a new password, for when nobody else can make one. Throws OperateError. */
export async function makePasswordLink(operate: Operate, asked: string): Promise<void> {
  await withDatabase(operate, async (database) => {
    const { email, token, expiresAt } = await told(operatePasswordReset({ db: database }, asked));
    const link = `${operate.config.publicUrl}/reset#${token}`;
    tell(
      operate,
      { email, link, expiresAt },
      `${link}\nGive it to ${email} alone: it sets a new password, once, until ${expiresAt}. Earlier links of this person are over. The audit log says that the operator made it.`,
    );
  });
}
