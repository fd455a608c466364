// Writes the .env that docker-compose.yml asks for, with fresh random secrets. Never overwrites a value: to a file of an
// older version it adds the secrets that are missing.
import { randomBytes } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../.env', import.meta.url));
const secret = (bytes) => randomBytes(bytes).toString('hex');
const secretKeys = `# Seals secrets in the database. Keep it apart from backups of the database, and never lose it; to change it, put a new
# key of 64 hex digits and a comma before the old one.
SECRET_KEYS=${secret(32)}
`;
// What versions after the first have come to ask for.
const later = {
  SECRET_KEYS: secretKeys,
  DATABASE_API_PASSWORD: `DATABASE_API_PASSWORD=${secret(24)}\n`,
  DATABASE_WORKER_PASSWORD: `DATABASE_WORKER_PASSWORD=${secret(24)}\n`,
};
const text = `# Made by tools/make-env.mjs. Keep it private and keep it: the volumes are bound to these values.
POSTGRES_PASSWORD=${secret(24)}
VALKEY_PASSWORD=${secret(24)}
S3_ACCESS_KEY_ID=${secret(10)}
S3_SECRET_ACCESS_KEY=${secret(24)}
${Object.values(later).join('')}# The address people open, and the port on this host.
PUBLIC_URL=http://localhost:3000
PAIRWRIGHT_PORT=3000
`;

try {
  await writeFile(target, text, { flag: 'wx', mode: 0o600 });
  console.log('Wrote .env with new secrets. Next: docker compose up --build');
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  const old = await readFile(target, 'utf8');
  const missing = Object.keys(later).filter((name) => !new RegExp(`^${name}=`, 'm').test(old));
  if (missing.length === 0) {
    console.error(
      '.env exists already and was left as it is. To start over, remove it and the volumes (docker compose down -v).',
    );
    process.exitCode = 1;
  } else {
    const added = missing.map((name) => later[name]).join('');
    await appendFile(target, `${old.endsWith('\n') ? '' : '\n'}${added}`);
    console.log(
      `.env exists already: ${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} added, all else was left as it is.`,
    );
  }
}
