import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../failure.js';
import { requireProgram } from '../parts/install.js';
import { ingressPorts, servicePorts } from '../ports.js';
import { prepareTokens } from '../secrets.js';
import { serviceOf } from '../services.js';
import { requireDaprd } from '../sidecar/build.js';
import { ingressSidecar } from '../sidecar/spec.js';
import { readState } from '../state.js';
import { Supervisor } from '../supervisor.js';
import { waitFor } from '../system/wait.js';
import { repository, type Town, townPaths } from '../town.js';

const READY_SECONDS = 30;

/**
 * Runs nginx with a sidecar beside it as the ingress of the running town, until Ctrl-C or until one of the two ends. It
 * passes requests to the gateway by service invocation. Returns 0 when it was asked to end, else 1.
 */
export async function ingress(asked: Town): Promise<number> {
  if (!new Supervisor(asked).isRunning()) throw new Failure('The town does not run.', 'npm start');
  const town = { ...asked, base: readState(asked).base };
  const note = (text: string) => console.log(`Ingress: ${text}`);
  const nginx = await requireProgram(['nginx'], ['nginx'], 'the PATH', note);
  const daprd = await requireDaprd(town.profile, note);
  const sidecar = ingressSidecar(daprd, town);
  const asking = new AbortController();
  const end = () => asking.abort();
  process.on('SIGINT', end).on('SIGTERM', end);
  const options = { reject: false, cancelSignal: asking.signal, extendEnv: false } as const;
  try {
    const running = [
      execa(sidecar.command, [...sidecar.args], { ...options, env: { ...sidecar.env }, stdio: 'ignore' }),
      execa(nginx, ['-c', writeConfiguration(town), '-g', 'daemon off;'], { ...options, env: {}, stdio: 'inherit' }),
    ];
    const ended = Promise.race(running);
    await Promise.race([ended, awaitGateway(town)]);
    console.log(`The ingress is at http://127.0.0.1:${ingressPorts(town.base).http} (Ctrl-C ends it).`);
    const { exitCode } = await ended;
    const wasAsked = asking.signal.aborted;
    end();
    await Promise.all(running);
    if (!wasAsked) console.error(`The ingress ended by itself (exit code ${exitCode}).`);
    return wasAsked ? 0 : 1;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

/** Waits until the gateway responds through nginx and the sidecars. */
async function awaitGateway(town: Town): Promise<void> {
  const url = `http://127.0.0.1:${ingressPorts(town.base).http}/readyz`;
  await waitFor(async () => (await fetch(url)).ok, { what: `the ingress (${url})`, limitSeconds: READY_SECONDS });
}

/** Fills in the template of the server, and writes what nginx needs around it; returns the path of the whole. */
function writeConfiguration(town: Town): string {
  const folder = join(townPaths(town).run, 'ingress');
  mkdirSync(join(folder, 'temporary'), { recursive: true });
  const { http, daprHttp } = ingressPorts(town.base);
  const values: Record<string, string> = {
    INGRESS_LISTEN: `127.0.0.1:${http}`,
    INGRESS_SIDECAR: `127.0.0.1:${daprHttp}`,
    INGRESS_GATEWAY: `127.0.0.1:${servicePorts(town.base, serviceOf('gateway').index).app}`,
    INGRESS_DAPR_API_TOKEN: prepareTokens(town).gateway!.daprApiToken,
  };
  const template = readFileSync(join(repository, 'ingress', 'townsquare.conf.template'), 'utf8');
  const server = template.replaceAll(/\$\{(\w+)\}/g, (name, key: string) => values[key] ?? name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${join(folder, 'temporary', kind)};`)
    .join('\n');
  const file = join(folder, 'nginx.conf');
  const main = `pid ${join(folder, 'nginx.pid')};\nerror_log stderr warn;\nevents {}\nhttp {\n  access_log off;\n${temporary}\n`;
  writeFileSync(file, `${main}${server}}\n`, { mode: 0o600 });
  return file;
}
