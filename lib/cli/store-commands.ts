import type { Command } from 'commander';
import type { Context } from './context.ts';
import { parseTable } from './options.ts';

/** The commands for who runs Faultline: the store out and in, and what is wrong with it. */
export function addStoreCommands(program: Command, contextOf: (command: Command) => Promise<Context>): void {
  const table = ['--table <name>', 'a DynamoDB table in place of the store file (default: FAULTLINE_TABLE)'] as const;
  program
    .command('export')
    .description('the whole store as JSON Lines, without loss')
    .argument('[file]', 'a file, or - for stdout', '-')
    .option(...table, parseTable)
    .action(async (file: string, options, command: Command) => {
      const { runExport } = await import('./move.ts');
      await runExport(await contextOf(command), file, options);
    });
  program
    .command('import')
    .description('an export into an empty store')
    .argument('<file>', 'a file, or - for stdin')
    .option(...table, parseTable)
    .action(async (file: string, options, command: Command) => {
      const { runImport } = await import('./move.ts');
      await runImport(await contextOf(command), file, options);
    });
  program
    .command('doctor')
    .description('what is wrong with settings, store, tokens, clock, schedules and feeds, and how to mend it')
    .option(...table, parseTable)
    .action(async (_options, command: Command) => {
      const { runDoctor } = await import('./doctor.ts');
      process.exitCode = await runDoctor(command.optsWithGlobals());
    });
}
