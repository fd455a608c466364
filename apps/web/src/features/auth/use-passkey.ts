import type { Me } from '@pairwright/contract/auth';
import type { CallInput, CallOutput } from '@pairwright/contract/client';
import type { MyProof } from '@pairwright/contract/proof';
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { api } from '../../api/client.ts';

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** Whether this page, in this browser, can use passkeys of `host`. */
export function canUsePasskeys(host: string | null | undefined): boolean {
  return host === location.hostname && browserSupportsWebAuthn();
}

/** Signs in by a passkey that the person chooses in the browser's own dialog; null when they closed it. */
export async function signInByPasskey(): Promise<Me | null> {
  const body = await answered(await api.call('startPasskeySignIn', {}));
  return body === null ? null : api.call('signInByPasskey', { body });
}

/** Shows again who is signed in, by one of their own passkeys; null when they closed the dialog. */
export async function proveByPasskey(): Promise<MyProof | null> {
  const body = await answered(await api.call('startPasskeyProof', {}));
  return body === null ? null : api.call('proveByPasskey', { body });
}

/** Lets the browser answer; null when the person closed its dialog. */
async function answered({
  ceremonyId,
  options,
}: CallOutput<'startPasskeySignIn'>): Promise<CallInput<'proveByPasskey'>['body'] | null> {
  const credential = await startAuthentication({
    optionsJSON: options as unknown as RequestOptions,
  }).catch(closedByPerson);
  if (credential === null) return null;
  const { id, rawId, type, response, clientExtensionResults } = credential;
  return {
    ceremonyId,
    credential: { id, rawId, type, response, clientExtensionResults: { ...clientExtensionResults } },
  };
}

/** The browser tells no more than this: the dialog was closed, or there is no key. */
export function closedByPerson(error: unknown): null {
  if (error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)) return null;
  throw error;
}
