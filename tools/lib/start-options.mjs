import path from 'node:path';
import { parseArgs } from 'node:util';
import { ToolError } from './workspace.mjs';

export const usage = `npm start [-- flags]

  --port N     port of the web server (default 7460; 0 takes a free one)
  --data DIR   folder for database, files and logs (default .data in the checkout)
  --no-open    do not open the browser
  --no-demo    do not load the demo on the first start
  --help       this text

Environment: PORT, HOST, PAIRWRIGHT_DATA, DATABASE_URL, REDIS_URL, S3_*; see docs/operations.md.
`;

/** Flags become what the program reads: environment variables and the flags it knows itself. */
export function readStartOptions(argv, cwd) {
  const { port, data, help, ...flags } = parse(argv);
  const env = {};
  if (port !== undefined) {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
      throw new ToolError(`--port is ${port}; it must be a whole number from 0 to 65535.`);
    env.PORT = port;
  }
  if (data !== undefined) {
    if (data === '') throw new ToolError('--data is empty; give a folder, like --data /somewhere.');
    env.PAIRWRIGHT_DATA = path.resolve(cwd, data);
  }
  return { help: help === true, env, args: Object.keys(flags).map((name) => `--${name}`) };
}

function parse(argv) {
  try {
    return parseArgs({
      args: argv,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean' },
        'no-demo': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new ToolError(`${error.message.split('. ')[0]}.\n\n${usage}`);
  }
}
