import { Problem } from '@pairwright/contract/errors';
import { hashPassword } from './password-hash.ts';
import { isEasyPassword } from './password-rules.ts';

/** Whose password it is; it must not repeat them. */
export interface PasswordOwner {
  readonly email?: string | null | undefined;
  readonly name?: string | undefined;
}

/** Hashes a new password for storing, once it is not easy to guess. Throws `password_too_common`. */
export async function hashNewPassword(password: string, owner: PasswordOwner): Promise<string> {
  const own = [owner.name, owner.email, owner.email?.split('@')[0]];
  if (
    await isEasyPassword(
      password,
      own.filter((text) => text != null),
    )
  )
    throw new Problem('password_too_common');
  return hashPassword(password);
}
