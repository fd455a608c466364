import { useState } from 'react';

/** The secret behind the `#` of this page's address, which no server ever sees; empty when there is none. */
export function useSecret(): string {
  const [secret] = useState(() => decodeURIComponent(location.hash.slice(1)));
  return secret;
}
