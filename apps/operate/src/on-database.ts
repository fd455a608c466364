import { Problem } from '@pairwright/contract/errors';
import { type Database, openDatabase } from '@pairwright/db/database';
import type { Operate } from './commands.ts';
import { openInstallation } from './installation.ts';
import { OperateError } from './operate-error.ts';

/** Opens the database of the installation for `work`, and starts it where it is the one in the data folder. */
export async function withDatabase(
  operate: Operate,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const { json, stderr } = operate;
  const installation = await openInstallation(
    operate.config,
    (line) => void (json || stderr.write(`${line}\n`)),
  );
  try {
    const database = await openDatabase({
      url: installation.url,
      applicationName: 'pairwright-operate',
      poolSize: 2,
    });
    try {
      await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await installation.close();
  }
}

/** What the product refuses is told as it says it. */
export async function told<Made>(asked: Promise<Made>): Promise<Made> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof Problem ? new OperateError(error.message, error) : error;
  }
}

/** Writes the outcome of a command: as JSON where that was asked for. */
export function tell({ json, stdout }: Operate, data: unknown, text: string): void {
  stdout.write(`${json ? JSON.stringify(data) : text}\n`);
}
