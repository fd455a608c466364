import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compileMessages } from './vite/compile-messages.ts';
import { fetchFirst } from './vite/fetch-first.ts';
import { serviceWorker } from './vite/service-worker.ts';
import { trustedCharacters } from './vite/trusted-characters.ts';
import { withoutDocument } from './vite/without-document.ts';

const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compileMessages(), trustedCharacters(), fetchFirst(), react(), serviceWorker()],
  worker: { format: 'es', plugins: () => [withoutDocument()] },
  json: { namedExports: false },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // Everything is served from our own origin and the policy of pages allows nothing else: nothing may become a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Few files: dozens of small ones compress worse, by almost 20 kB before the first vote.
            {
              name: 'shared',
              test: /apps\/web\/src\/(ui\/(lazy-later|Button|Icon|IconButton|class-names|Skeleton|Banner|Badge|EmptyState|ErrorState|toast|live-region|CopyButton)|i18n\/(i18n|use-i18n|format|locales)|api\/|shell\/|outbox\/|paths)|packages\/contract\/src\/(client|routes)|node_modules.*\/(react|@tanstack|@lingui|wouter|idb|uuid)\//,
            },
            {
              name: 'bench',
              test: /apps\/web\/src\/(labeling\/(session\/(?!start-drafts|draft-s|keeper)|pane\/(?!turns\/(?!near))|shortcuts\/(?!keymap)|Workbench|AnnotatePage|LaterParts|reading\/(view|later|reading-keys)|desk\/(Bench(Bar|Header|States|Banners)|Tools|Switcher|preferences|late-tools|use-)|answer\/(DecisionBar|AnswerPanel|choices|scale|later|use-entry|part-keys|answer-text|place-letter|kinds))|ui\/markdown\/(Markdown|CodeBlock|RawText|draw|parse-(markdown|beside)|prepare|tokens|tree|Inline|Outer|Formula|use-math|math-delimiters))|packages\/domain\/src\/judgment\/(form|missing|ranking)/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': api, '/health': api, '/docs': api },
  },
});
