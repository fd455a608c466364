// Lets tests start threads from their TypeScript sources: Vitest translates what it imports itself, not what a new thread
// loads. Node's own support for types came after Node 20.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
