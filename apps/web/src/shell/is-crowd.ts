/** The addresses of people whom a platform sent, as `CROWD_HOST` of the contract, which would bring all its shapes. */
const crowdHost = '@crowd.invalid';

/** Whether a platform sent this person. */
export function isCrowd({ email }: { readonly email: string }): boolean {
  return email.endsWith(crowdHost);
}
