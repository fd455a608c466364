import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Connect, Plugin } from 'vite';
import { compileMessages } from '../vite/compile-messages.ts';
import { trustedCharacters } from '../vite/trusted-characters.ts';

// The widgets of the workbench for developers: a page of its own, never part of the product that is built.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [compileMessages(), trustedCharacters(), react(), sampleImage()],
  json: { namedExports: false },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Fonts for every Han character come in a hundred files; their sizes say nothing here.
    reportCompressedSize: false,
  },
  preview: {
    headers: {
      'content-security-policy':
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; require-trusted-types-for 'script'; trusted-types pairwright",
    },
  },
});

/** Stands where the server keeps the images of messages: every one of them is the same. */
function sampleImage(): Plugin {
  const image = path.resolve(import.meta.dirname, '../public/icon-512.png');
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    if (request.url === undefined || !/^\/api\/v1\/projects\/[\w-]+\/media\//.test(request.url))
      return next();
    response.setHeader('content-type', 'image/png').end(readFileSync(image));
  };
  return {
    name: 'pairwright-sample-image',
    configureServer: ({ middlewares }) => void middlewares.use(answer),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(answer),
  };
}
