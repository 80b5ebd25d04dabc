import { Argument, type Command } from 'commander';
import { databaseServices } from '../services.js';

/** What the operator's commands call. */
export interface OperatorActions {
  deadLetters(action: 'list' | 'show' | 'replay' | 'discard', service?: string, id?: string): Promise<void>;
  recount(options: { repair: boolean }): Promise<void>;
  reindex(): Promise<void>;
}

/** Adds the commands that need nothing of a town but the internal routes of its services: they run in every place. */
export function addOperatorCommands(
  add: (name: string, description: string) => Command,
  { deadLetters, recount, reindex }: OperatorActions,
): void {
  addDeadLetters(add('deadletters', 'events that services could not apply'), deadLetters);
  add('reindex', 'builds new search indices while the town runs').action(() => reindex());
  add('recount', "compares counters, timelines and notifications with the owners' rows")
    .option('--repair', 'corrects what differs', false)
    .action(({ repair }) => recount({ repair }));
}

function addDeadLetters(command: Command, ask: OperatorActions['deadLetters']): void {
  const service = (name: string) => new Argument(name).choices(databaseServices().map(({ id }) => id));
  command.usage(`${command.usage().startsWith('-- ') ? '-- ' : ''}[list | show | replay | discard] [SERVICE] [ID]`);
  command
    .command('list', { isDefault: true })
    .description('lists them, of all services or of one')
    .addArgument(service('[service]'))
    .action((name) => ask('list', name));
  command
    .command('replay')
    .description('applies them: all, those of a service, or one')
    .addArgument(service('[service]'))
    .argument('[id]')
    .action((name, id) => ask('replay', name, id));
  for (const [action, description] of [
    ['show', 'prints one'],
    ['discard', 'deletes one'],
  ] as const)
    command
      .command(action)
      .description(description)
      .addArgument(service('<service>'))
      .argument('<id>')
      .action((name, id) => ask(action, name, id));
  for (const one of command.commands) one.allowExcessArguments(false);
}
