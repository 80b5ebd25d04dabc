import { connectorOf } from '../connectors/configuration.js';
import { connectorStates, keeper } from '../connectors/start.js';
import { inboxUrl } from '../environment.js';
import { partNames } from '../parts/part.js';
import { partAddresses } from '../parts/start.js';
import { partPorts, servicePorts } from '../ports.js';
import { type Freshness, indicesNotice, readFreshness } from '../service-reports.js';
import { databaseServices, instancesOf } from '../services.js';
import { sentryName } from '../sidecar/sentry.js';
import { sidecarName } from '../sidecar/spec.js';
import { readState } from '../state.js';
import { type ProcessState, Supervisor } from '../supervisor.js';
import { findMarked, residentBytes } from '../system/processes.js';
import { logFile, type Town } from '../town.js';

interface Row {
  name: string;
  state: string;
  pid: string;
  address: string;
  memory: string;
  restarts: string;
  log: string;
}

/** Prints a line for every part, service and sidecar; returns 0 when all are up. */
export async function status(town: Town): Promise<number> {
  const supervisor = new Supervisor(town);
  const running = supervisor.isRunning();
  const states = running ? await listStates(supervisor) : [];
  const rows = [...rowsOf(town, states), ...(await connectorRows(town, states))];
  print(rows, ['name', 'state', 'pid', 'address', 'memory', 'restarts', 'log']);
  const orphans = running ? [] : findMarked(town.home);
  if (orphans.length > 0) {
    const names = orphans.map(({ name, pid }) => `${name} (${pid})`).join(', ');
    console.log(`\nThe supervisor is gone, these are left: ${names}. npm start and npm run stop both clean up.`);
  }
  const total = findMarked(town.home).reduce((sum, { pid }) => sum + (residentBytes(pid) ?? 0), 0);
  console.log(
    `\n${rows.filter((row) => row.state === 'up').length} of ${rows.length} up, ${megabytes(total)} in all, data in ${town.home}`,
  );
  printFreshness(running ? await readFreshness(readState(town)) : []);
  const notice = running ? await indicesNotice(readState(town)) : undefined;
  if (notice) console.log(`\n${notice}`);
  const inbox = inboxUrl(readState(town));
  if (inbox && rows.some((row) => row.name === 'mail' && row.state === 'up'))
    console.log(`Mails that the town has sent can be read at ${inbox}`);
  return rows.every((row) => row.state === 'up') ? 0 : 3;
}

async function listStates(supervisor: Supervisor): Promise<ProcessState[]> {
  await supervisor.connect();
  try {
    return await supervisor.list();
  } finally {
    supervisor.disconnect();
  }
}

function rowsOf(town: Town, states: readonly ProcessState[]): Row[] {
  const known = readState(town);
  const rows: Row[] = [];
  for (const name of partNames(known.profile)) {
    const part = known.parts[name];
    const row = processRow(town, name, part?.address ?? '', states);
    if (part && part.provider !== 'supervisor')
      Object.assign(row, { state: 'up', log: part.provider === 'compose' ? 'docker compose logs' : '' });
    rows.push(row);
  }
  rows.push(processRow(town, sentryName, `127.0.0.1:${partPorts(known.base).sentry}`, states));
  for (const service of instancesOf(known.instances ?? 1)) {
    const ports = servicePorts(known.base, service.index);
    rows.push(processRow(town, service.name, `127.0.0.1:${ports.app}`, states));
    rows.push(processRow(town, sidecarName(service), `127.0.0.1:${ports.daprHttp}`, states));
  }
  return rows;
}

/** In the kafka profile: the connectors by which the outboxes are read, and what looks after them. */
async function connectorRows(town: Town, states: readonly ProcessState[]): Promise<Row[]> {
  const { connect } = partAddresses(town);
  if (!connect) return [];
  const address = connect.replace('http://', '');
  const unknown = databaseServices().map((service) => ({ name: connectorOf(service), state: 'unknown' }));
  const connectors = await connectorStates(connect).catch(() => unknown);
  const rows = connectors.map(({ name, state }) => ({
    ...{ name, address, pid: '', memory: '', restarts: '', log: logFile(town, 'connect') },
    state: state === 'RUNNING' ? 'up' : state.toLowerCase(),
  }));
  return [processRow(town, keeper, '', states), ...rows];
}

function processRow(town: Town, name: string, address: string, states: readonly ProcessState[]): Row {
  const state = states.find((candidate) => candidate.name === name);
  const up = state?.status === 'online';
  const memory = up ? residentBytes(state.pid) : undefined;
  return {
    name,
    state: up ? 'up' : (state?.status ?? 'down'),
    pid: up ? String(state.pid) : '',
    address,
    memory: memory === undefined ? '' : megabytes(memory),
    restarts: state ? String(state.restarts) : '',
    log: logFile(town, name),
  };
}

function printFreshness(kinds: readonly Freshness[]): void {
  if (kinds.length === 0) return;
  console.log('\nFrom commit to visible, in the last five minutes:');
  const rows = kinds.map(({ kind, p50, p99 }) => ({ kind, p50: duration(p50), p99: duration(p99) }));
  print(rows, ['kind', 'p50', 'p99']);
}

function print<Column extends string>(rows: readonly Record<Column, string>[], columns: readonly Column[]): void {
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(line(columns));
  for (const row of rows) console.log(line(columns.map((column) => row[column])));
}

function duration(seconds: number): string {
  return seconds < 10 ? `${Math.round(seconds * 1000)} ms` : `${Math.round(seconds)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
