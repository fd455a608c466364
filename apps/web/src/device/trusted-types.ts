/** What may become the address of a script, or markup. The header of every page allows this policy and no other. */
interface TrustRules {
  /** One of our own workers. Throws TypeError for any other address. */
  createScriptURL(address: string): string;
  /** One character reference, as `&amp;`. Throws TypeError for any other text. */
  createHTML(text: string): string;
}

/** Of browsers that have it; the types of the language do not know it yet. */
interface TrustedTypesWorld {
  trustedTypes?: { createPolicy(name: string, rules: TrustRules): TrustRules };
}

const workerScript = /\/[\w-]+\.worker(-[\w-]+)?\.(js|ts)$/;
const characterReference = /^&[A-Za-z0-9]{1,40};$/;

const rules: TrustRules = {
  createScriptURL(address) {
    const { protocol, host, pathname } = new URL(address, location.href);
    // Not by origin: what a `blob:` holds has that of the page.
    const isHere = protocol === location.protocol && host === location.host;
    if (isHere && (pathname === '/sw.js' || workerScript.test(pathname))) return address;
    throw new TypeError(`${address} is no script of this program.`);
  },
  createHTML(text) {
    if (characterReference.test(text)) return text;
    throw new TypeError('Only one character reference may become markup.');
  },
};

/** Where the browser has no Trusted Types, the same rules without its seal. */
export const trusted: TrustRules =
  (globalThis as TrustedTypesWorld).trustedTypes?.createPolicy('pairwright', rules) ?? rules;

/** Starts one of our workers, by the address that `?worker&url` gives. Throws TypeError for any other address. */
export function startWorker(address: string): Worker {
  return new Worker(trusted.createScriptURL(address), { type: 'module' });
}
