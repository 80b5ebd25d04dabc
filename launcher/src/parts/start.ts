import { Failure } from '../failure.js';
import type { Progress } from '../progress.js';
import { type Provider, rememberPart } from '../state.js';
import type { Supervisor } from '../supervisor.js';
import { isPortTaken, requireFreePorts } from '../system/ports.js';
import { waitFor } from '../system/wait.js';
import { baseVariable, logFile, type Town } from '../town.js';
import { canCompose, composeUp } from './compose.js';
import { connect } from './connect.js';
import { elasticsearch } from './elasticsearch.js';
import { kafka } from './kafka.js';
import { mail } from './mail.js';
import { mysql } from './mysql.js';
import { addressOf, messageParts, outsideUrl, type Part, type PartAddresses, variableOf } from './part.js';
import { rabbitmq } from './rabbitmq.js';
import { redis } from './redis.js';

/** Parts that are being started, each to be waited for where it is needed. */
export type StartingParts = { readonly [Name in keyof PartAddresses]: Promise<NonNullable<PartAddresses[Name]>> };

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
  const starting: StartingParts = {
    mysql: start(mysql),
    redis: start(redis),
    elasticsearch: start(elasticsearch),
    mail: start(mail),
    ...(town.profile === 'rabbitmq' ? { rabbitmq: start(rabbitmq) } : {}),
    ...(town.profile === 'kafka' ? startKafka(start) : {}),
  };
  // Whoever waits for one hears of its failure; nobody has to wait for all.
  for (const part of Object.values(starting)) part.catch(() => undefined);
  return starting;
}

/** Kafka Connect ends itself when there is no Kafka. */
function startKafka(start: <A>(part: Part<A>) => Promise<A>): Pick<StartingParts, 'kafka' | 'connect'> {
  const broker = start(kafka);
  return { kafka: broker, connect: broker.then(() => start(connect)) };
}

/** Waits for every part. All are let finish, so that nothing is still being started when a failure is reported. */
export async function awaitParts(starting: StartingParts): Promise<PartAddresses> {
  await Promise.allSettled(Object.values(starting));
  const addresses = Object.entries(starting).map(async ([name, part]) => [name, await part]);
  return Object.fromEntries(await Promise.all(addresses)) as PartAddresses;
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
  return {
    mysql: addressOf(mysql, town),
    redis: addressOf(redis, town),
    elasticsearch: addressOf(elasticsearch, town),
    mail: addressOf(mail, town),
    ...(town.profile === 'rabbitmq' ? { rabbitmq: addressOf(rabbitmq, town) } : {}),
    ...(town.profile === 'kafka' ? { kafka: addressOf(kafka, town), connect: addressOf(connect, town) } : {}),
  };
}

/** Variables that name parts for messages outside of this town. */
export function messagesFromOutside(town: Town): string[] {
  const parts = [rabbitmq, kafka, connect].filter((part) =>
    messageParts(town.profile).some((name) => name === part.name),
  );
  return parts.filter((part) => outsideUrl(part, town)).map((part) => variableOf(part, town));
}

function providerText(provider: Provider): string {
  return { outside: ' (given)', compose: ' (Docker)', supervisor: '' }[provider];
}
