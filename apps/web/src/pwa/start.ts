import { loadCatalogues, translate } from '../i18n/i18n.ts';
import { trusted } from '../device/trusted-types.ts';
import { whenAwake } from '../device/wake.ts';
import { toast } from '../ui/toast.ts';
import { lockPrefix } from './shell.ts';

const lookEvery = 30 * 60_000;

/** Lets the program work without the network after this visit, and says quietly when there is a newer one. */
export async function startPwa(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const entry = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
  holdVersion(entry);
  const registration = await navigator.serviceWorker.register(trusted.createScriptURL('/sw.js'), {
    updateViaCache: 'none',
  });
  let looked = performance.now();
  whenAwake((awake) => {
    if (!awake || performance.now() - looked < lookEvery) return;
    looked = performance.now();
    registration.update().catch(() => undefined);
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    void tellIfNewer(entry).catch(() => undefined);
  });
}

/** While this page is open, the files of its version stay. */
function holdVersion(entry: string): void {
  const locks = (navigator as { locks?: LockManager }).locks;
  locks
    ?.request(lockPrefix + entry, { mode: 'shared' }, () => new Promise(() => undefined))
    .catch(() => undefined);
}

async function tellIfNewer(entry: string): Promise<void> {
  const newest = await askEntry();
  if (newest === entry || newest === null) return;
  await loadCatalogues(['safety']);
  toast(translate('safety.new_version'), {
    action: { label: translate('safety.new_version_load'), onSelect: () => location.reload() },
  });
}

function askEntry(): Promise<string | null> {
  const worker = navigator.serviceWorker.controller;
  if (worker === null) return Promise.resolve(null);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event: MessageEvent<string>) => {
      port1.close();
      resolve(event.data);
    };
    worker.postMessage('entry', [port2]);
  });
}
