// Writes the .env that docker-compose.yml asks for, with fresh random secrets. Never overwrites one.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../.env', import.meta.url));
const secret = (bytes) => randomBytes(bytes).toString('hex');
const text = `# Made by tools/make-env.mjs. Keep it private and keep it: the volumes are bound to these values.
POSTGRES_PASSWORD=${secret(24)}
VALKEY_PASSWORD=${secret(24)}
S3_ACCESS_KEY_ID=${secret(10)}
S3_SECRET_ACCESS_KEY=${secret(24)}
SECRETS_KEY=${secret(32)}
# The address people open, and the port on this host.
PUBLIC_URL=http://localhost:3000
PAIRWRIGHT_PORT=3000
`;

try {
  await writeFile(target, text, { flag: 'wx', mode: 0o600 });
  console.log('Wrote .env with new secrets. Next: docker compose up --build');
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  console.error(
    '.env exists already and was left as it is. To start over, remove it and the volumes (docker compose down -v).',
  );
  process.exitCode = 1;
}
