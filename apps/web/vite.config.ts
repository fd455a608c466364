import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compileMessages } from './vite/compile-messages.ts';
import { serviceWorker } from './vite/service-worker.ts';

const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compileMessages(), react(), serviceWorker()],
  json: { namedExports: false },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // Everything is served from our own origin under `default-src 'self'`: nothing may become a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: { '/api': api, '/health': api, '/docs': api },
  },
});
