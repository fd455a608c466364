import { Shell } from './shell.ts';
import type { ShellFiles, WorkerScope } from './shell.ts';

// Put in by the build: the entry of this version and the files an annotator may need.
declare const shellFiles: ShellFiles;

const scope = self as unknown as WorkerScope;
const shell = new Shell(shellFiles, scope);

scope.addEventListener('install', (event) => event.waitUntil(shell.install()));
scope.addEventListener('activate', (event) => event.waitUntil(shell.activate()));
scope.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
scope.addEventListener('message', (event) => event.ports[0]?.postMessage(shellFiles.entry));
