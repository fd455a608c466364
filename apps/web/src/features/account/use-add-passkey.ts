import type { Passkey } from '@pairwright/contract/second-factors';
import { startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { closedByPerson } from '../auth/use-passkey.ts';
import type { Proof } from './ProofForm.tsx';

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Adds a passkey by the browser's own dialog; null when the person closed it. */
export function useAddPasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: addPasskey,
    onSuccess: () => client.invalidateQueries({ queryKey: ['getMyFactors'] }),
  });
}

async function addPasskey({ name, proof }: { name: string; proof: Proof }): Promise<Passkey | null> {
  const { ceremonyId, options } = await api.call('startPasskey', { body: proof });
  const credential = await startRegistration({
    optionsJSON: options as unknown as CreationOptions,
  }).catch(closedByPerson);
  if (credential === null) return null;
  const { id, rawId, type, response, clientExtensionResults } = credential;
  const { clientDataJSON, attestationObject, transports } = response;
  return api.call('addPasskey', {
    body: {
      ceremonyId,
      name,
      credential: {
        id,
        rawId,
        type,
        response: { clientDataJSON, attestationObject, ...(transports === undefined ? {} : { transports }) },
        clientExtensionResults: { ...clientExtensionResults },
      },
    },
  });
}
