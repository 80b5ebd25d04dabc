import { rmSync } from 'node:fs';
import { startConnectors } from '../connectors/start.js';
import { connectionsForEach, createDatabases } from '../databases.js';
import { inboxUrl } from '../environment.js';
import type { PartAddresses } from '../parts/part.js';
import { awaitQueues } from '../parts/rabbitmq.js';
import { awaitParts, partAddresses, startParts } from '../parts/start.js';
import { gatewayUrl } from '../ports.js';
import { awaitServices, requireCompiled, serviceSpecs, wantedPorts } from '../running.js';
import { prepareSecrets, type Secrets } from '../secrets.js';
import { instancesOf, type Service, services } from '../services.js';
import { type Session, withSession } from '../session.js';
import { requireDaprd } from '../sidecar/build.js';
import {
  awaitSentry,
  forgetOldRoot,
  prepareIdentities,
  requireSentry,
  sentryName,
  sentrySpec,
} from '../sidecar/sentry.js';
import { INGRESS, sidecarName } from '../sidecar/spec.js';
import { readState } from '../state.js';
import { requireFreePorts } from '../system/ports.js';
import { baseVariable, type Town, townPaths } from '../town.js';
import { buildWeb } from '../web.js';
import { writeEnvironmentFile } from './parts.js';

/** Starts the whole town, or what of it is down, and returns when its gateway is ready. */
export async function start(town: Town): Promise<number> {
  return withSession(town, 'start', async (session) => {
    const { progress } = session;
    progress.say(`Townsquare in ${town.home}`);
    const { parts, started } = await startTown(session);
    if (started.length === 0) progress.say('\nThe town runs already; nothing was started.');
    else progress.say(`\nThe town is open after ${progress.elapsed()}.`);
    const inbox = inboxUrl(readState(town));
    progress.say(invitation({ gateway: gatewayUrl(town), inbox, readsBinaryLog: parts.connect !== undefined }));
    return 0;
  });
}

/** docs/change-data-capture.md says what either means. */
const BINARY_LOG = 'the binary log of the databases: Debezium reads the outboxes there';
const RELAYS = 'the events that each service publishes from its outbox';

interface OpenTown {
  /** The address of the gateway. */
  gateway: string;
  inbox: string | undefined;
  /** Whether Kafka Connect runs, which reads the outboxes from the log. */
  readsBinaryLog: boolean;
}

/** A town that runs: its parts' addresses, its sidecars' program, and the names of what had to be started. */
export interface RunningTown {
  readonly parts: PartAddresses;
  readonly daprd: string;
  readonly started: string[];
}

/** What `start` does, for a session that is already open. */
export async function startTown(session: Session): Promise<RunningTown> {
  const { town, supervisor, progress } = session;
  requireCompiled();
  const up = await namesUp(session);
  const all = instancesOf(town.instances);
  const down = all.filter((service) => !up.has(service.name) || !up.has(sidecarName(service)));
  if (down.length === all.length) {
    forgetNames(town);
    forgetOldRoot(town);
  }
  await requireFreePorts(wantedPorts(town, up), baseVariable(town));

  const daprd = progress.step(
    'Sidecar',
    (note) => requireDaprd(town.profile, note),
    (file) => file,
  );
  const sentry = daprd.then((program) => startSentry(session, program, up));
  const web = progress.step(
    'Web client',
    (note) => buildWeb(note),
    (built) => (built ? 'built' : ''),
  );
  for (const running of [daprd, sentry, web]) running.catch(() => undefined);
  const starting = await startParts(town, supervisor, progress);
  // Elasticsearch is the slowest to come, and one service alone needs it.
  const needsSearch = (service: Service) => service.needs.includes('elasticsearch');
  try {
    // Kafka Connect among them: the sidecars will ask for topics by the dozen, and its own would have to wait for those.
    const { elasticsearch, ...others } = starting;
    const [program] = await Promise.all([daprd, sentry, ...Object.values(others)]);
    const parts = partAddresses(town);
    const secrets = prepareSecrets(town, parts);
    await progress.step(
      'Databases',
      () => prepareDatabases(town, parts, secrets),
      (connections) => `${connections} connections for each process`,
    );
    const early = down.filter((service) => !needsSearch(service));
    await startServices(session, parts, program, early, up);
    await elasticsearch;
    await startServices(session, parts, program, down.filter(needsSearch), up);
  } finally {
    await Promise.allSettled(Object.values(starting));
  }
  const parts = await awaitParts(starting);
  await web;
  writeEnvironmentFile(town, parts);
  await progress.step(`${all.length} services ready`, (note) => awaitServices(town, supervisor, note));
  await startConnectors(session, parts);
  const { rabbitmq } = parts;
  if (rabbitmq) await progress.step('A queue for every subscription', () => awaitQueues(town, rabbitmq));
  return { parts, daprd: await daprd, started: [...(await namesUp(session))].filter((name) => !up.has(name)) };
}

/** Returns how many connections each process has, by the server's limit unless DATABASE_POOL_SIZE says how many. */
async function prepareDatabases(town: Town, { mysql }: PartAddresses, secrets: Secrets): Promise<number> {
  const chosen = Number(process.env.DATABASE_POOL_SIZE);
  const size = chosen || (await connectionsForEach(mysql, town.instances));
  await createDatabases(mysql, secrets);
  return size;
}

/** Without Sentry no sidecar gets a certificate, and without one it talks to no other. */
async function startSentry(
  { town, supervisor, progress }: Session,
  daprd: string,
  up: ReadonlySet<string>,
): Promise<void> {
  const ids = [...services.map(({ id }) => id), INGRESS];
  await progress.step('Sentry', async (note) => {
    const program = await requireSentry(daprd, note);
    if (!up.has(sentryName)) {
      // A running Sentry has read the keys of the tokens that there are.
      await prepareIdentities(town, ids);
      await supervisor.start([sentrySpec(program, town)]);
    }
    await awaitSentry(town, supervisor);
  });
}

async function startServices(
  { town, supervisor, progress, adapt = (spec) => spec }: Session,
  parts: PartAddresses,
  daprd: string,
  wanted: readonly Service[],
  up: ReadonlySet<string>,
): Promise<void> {
  const specs = serviceSpecs(wanted, town, parts, daprd)
    .filter((spec) => !up.has(spec.name))
    .map(adapt);
  if (specs.length === 0) return;
  const label = specs.length > 4 ? `${specs.length} services and sidecars` : specs.map((spec) => spec.name).join(', ');
  await progress.step(`Started ${label}`, () => supervisor.start(specs));
}

async function namesUp({ supervisor }: Session): Promise<Set<string>> {
  return new Set((await supervisor.list()).filter((state) => state.status === 'online').map((state) => state.name));
}

/** Addresses of sidecars that are gone would be found by those that come. */
function forgetNames(town: Town): void {
  const file = townPaths(town).nameResolution;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}

/** What `start` prints of a town that is open. */
export function invitation({ gateway, inbox, readsBinaryLog }: OpenTown): string {
  return [
    '',
    `  Open ${gateway}/`,
    '',
    `  The API        ${gateway}/docs, ${gateway}/openapi.json`,
    ...(inbox ? [`  Mails          ${inbox}`] : []),
    '  People         npm run demo adds a thousand, with posts and comments',
    `  Search         follows ${readsBinaryLog ? BINARY_LOG : RELAYS}`,
    '',
    '  npm run status shows every part, npm run stop ends it.',
  ].join('\n');
}
