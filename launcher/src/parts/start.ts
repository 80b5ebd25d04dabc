import { Failure } from '../failure.js';
import type { Progress } from '../progress.js';
import { type Provider, rememberPart } from '../state.js';
import type { Supervisor } from '../supervisor.js';
import { isPortTaken, requireFreePorts } from '../system/ports.js';
import { waitFor } from '../system/wait.js';
import { baseVariable, logFile, type Town } from '../town.js';
import { canCompose, composeUp } from './compose.js';
import { elasticsearch } from './elasticsearch.js';
import { mail } from './mail.js';
import { mysql } from './mysql.js';
import type { Part, PartAddresses, PartName } from './part.js';
import { redis } from './redis.js';

export const parts = { mysql, redis, elasticsearch, mail };

/** Parts that are being started, each to be waited for where it is needed. */
export type StartingParts = { readonly [Name in PartName]: Promise<PartAddresses[Name]> };

/** Finds or starts every part at once. Each promise ends when that part answers. */
export async function startParts(town: Town, supervisor: Supervisor, progress: Progress): Promise<StartingParts> {
  const docker = town.kind !== 'faults' && (await canCompose());
  const start = async <A>(part: Part<A>): Promise<A> => {
    const describe = (found: { provider: Provider; address: A }) =>
      `${part.describe(found.address)}${providerText(found.provider)}`;
    const run = (note: (text: string) => void) => startPart(part, town, supervisor, docker, note);
    const found = await progress.step(part.title, run, describe);
    rememberPart(town, part.name, found.provider, part.describe(found.address));
    return found.address;
  };
  const starting = {
    mysql: start(mysql),
    redis: start(redis),
    elasticsearch: start(elasticsearch),
    mail: start(mail),
  };
  // Whoever waits for one hears of its failure; nobody has to wait for all.
  for (const part of Object.values(starting)) part.catch(() => undefined);
  return starting;
}

/** Waits for every part. All are let finish, so that nothing is still being started when a failure is reported. */
export async function awaitParts(starting: StartingParts): Promise<PartAddresses> {
  await Promise.allSettled(Object.values(starting));
  return {
    mysql: await starting.mysql,
    redis: await starting.redis,
    elasticsearch: await starting.elasticsearch,
    mail: await starting.mail,
  };
}

async function startPart<A>(
  part: Part<A>,
  town: Town,
  supervisor: Supervisor,
  docker: boolean,
  note: (text: string) => void,
) {
  const outside = outsideUrl(part, town);
  if (outside) {
    const address = part.parse(outside);
    await waitFor(() => part.ask(address), {
      what: `${part.title} at ${part.describe(address)}`,
      limitSeconds: 15,
      advice: `check ${variableOf(part, town)}.`,
    });
    return { provider: 'outside' as const, address };
  }
  const address = part.ownAddress(town);
  const running = (await supervisor.list()).some((state) => state.name === part.name && state.status === 'online');
  const own = running ? ('supervisor' as const) : await launch(part, address, town, supervisor, docker, note);
  note('waiting for its answer');
  await waitFor(() => part.ask(address), {
    what: part.title,
    limitSeconds: 120,
    log: logFile(town, part.name),
    ...(own === 'supervisor'
      ? {
          giveUp: () =>
            supervisor.requireSteady(
              part.name,
              `read its log, or name another ${part.title} in ${variableOf(part, town)}.`,
            ),
        }
      : {}),
  });
  return { provider: own, address };
}

async function launch<A>(
  part: Part<A>,
  address: A,
  town: Town,
  supervisor: Supervisor,
  docker: boolean,
  note: (text: string) => void,
): Promise<Provider> {
  if (docker && !part.ownProgram) {
    try {
      note('starting its container');
      await composeUp(town, part.name);
      return 'compose';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      note(`Docker could not start it (${error.message.split('\n')[0]}); using an installed one`);
    }
  }
  const spec = await part.prepare(town, note);
  const port = Number(part.describe(address).split(':').pop());
  if (await isPortTaken(port)) await requireFreePorts(new Map([[port, part.title]]), baseVariable(town));
  await supervisor.start([spec]);
  return 'supervisor';
}

/** The addresses of a running town's parts, without asking them. */
export function partAddresses(town: Town): PartAddresses {
  const address = <A>(part: Part<A>): A => {
    const outside = outsideUrl(part, town);
    return outside ? part.parse(outside) : part.ownAddress(town);
  };
  return {
    mysql: address(mysql),
    redis: address(redis),
    elasticsearch: address(elasticsearch),
    mail: address(mail),
  };
}

/** Tests never take the addresses of the everyday town: they drop the data that they find. */
function variableOf<A>(part: Part<A>, town: Town): string {
  return town.kind === 'test' ? part.variable.replace('TOWN_', 'TOWN_TEST_') : part.variable;
}

/** The address in the environment, unless it is that of the town's own part: its env file names that one, too. */
function outsideUrl<A>(part: Part<A>, town: Town): string | undefined {
  // What the fault suite breaks must be its own.
  const url = town.kind === 'faults' ? undefined : process.env[variableOf(part, town)];
  if (!url) return undefined;
  return part.describe(part.parse(url)) === part.describe(part.ownAddress(town)) ? undefined : url;
}

function providerText(provider: Provider): string {
  return { outside: ' (given)', compose: ' (Docker)', supervisor: '' }[provider];
}
