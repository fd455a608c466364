import type { Command } from 'commander';
import { exportAudit, verifyAudit, type VerifyOptions } from './commands/audit.ts';
import type { Run } from './program.ts';

export function addAudit(program: Command, run: Run): void {
  const audit = program.command('audit').description('the audit log, for the owner');
  audit
    .command('verify')
    .description('compute every hash of the log anew, here and not on the server')
    .argument('[file]', 'a file that "audit export" wrote; without it, the log of the server is read')
    .option('--head <seq:hash>', 'the end of an earlier check, which must still be there')
    .action((file: string | undefined, options: VerifyOptions) =>
      run((cli) => verifyAudit(cli, file, options)),
    );
  audit
    .command('export')
    .description('write the whole log as JSON lines')
    .requiredOption('-o, --output <file>', 'file to write')
    .action(({ output }: { output: string }) => run((cli) => exportAudit(cli, output)));
}
