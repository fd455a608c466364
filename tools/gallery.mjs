#!/usr/bin/env node
// npm run gallery: the widgets of the workbench with sample data, without a server.
import { parseArgs } from 'node:util';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
endWithNpm();
const { at, installIfNeeded, reportFailure, runBin, ToolError } = await import('./lib/workspace.mjs');

const usage = `npm run gallery [-- flags]

  --port N     port of the page (default 7461; 0 takes a free one)
  --built      serve the built page instead of following the sources
  --accept     keep the pictures of the gallery as it is now in e2e/pictures, and serve nothing
  --help       this text
`;

function readOptions(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string', default: '7461' },
        built: { type: 'boolean', default: false },
        accept: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      throw new ToolError(`--port is ${values.port}; it must be a whole number from 0 to 65535.`);
    return values;
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError(`${error.message.split('. ')[0]}.\n\n${usage}`);
  }
}

async function serve({ port, built }) {
  const vite = await import('vite');
  const configFile = at('apps/web/gallery/vite.config.ts');
  const place = { host: '127.0.0.1', port: Number(port), strictPort: port !== '0' };
  if (!built) {
    const server = await vite.createServer({ configFile, server: place });
    await server.listen();
    return server.httpServer.address();
  }
  const { buildGallery } = await import('./lib/build.mjs');
  await buildGallery();
  const server = await vite.preview({ configFile, preview: place });
  return server.httpServer.address();
}

/** The comparison of the pictures, which keeps what differs instead of failing. */
async function accept() {
  const { code } = await runBin('vitest', ['run', '--project', 'e2e', 'e2e/src/gallery/pictures.e2e.ts'], {
    inherit: true,
    env: { PAIRWRIGHT_ACCEPT_PICTURES: '1', NODE_ENV: 'test' },
  });
  process.exitCode = code;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else {
    await installIfNeeded();
    if (options.accept) await accept();
    else console.log(`The gallery is at http://127.0.0.1:${(await serve(options)).port}/`);
  }
} catch (error) {
  reportFailure(error);
}
