import type { StartOptions } from 'pm2';
import { markOf, markVariable } from './system/processes.js';
import { logFile, repository, type Town } from './town.js';

/** A process that the supervisor keeps running. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment: nothing of the launcher's own gets through but what `baseEnvironment` lets. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take to stop before it is killed. */
  readonly stopSeconds: number;
}

/** Variables that a process gets from the launcher's own environment. */
export function baseEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LC_ALL',
    'TZ',
    'TMPDIR',
    'NODE_ENV',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'JAVA_HOME',
  ];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** What pm2 is told about a process. */
export function pm2Options(town: Town, spec: ProcessSpec): StartOptions {
  const log = logFile(town, spec.name);
  // pm2's types lack some of what its documentation lists.
  const options: StartOptions & Record<string, unknown> = {
    name: spec.name,
    script: spec.command,
    args: [...spec.args],
    interpreter: 'none',
    exec_mode: 'fork',
    cwd: repository,
    env: { ...spec.env, [markVariable]: markOf(town.home, spec.name) },
    // pm2 leaves out each inherited variable whose name contains one of these, so all of them.
    filter_env: [''],
    out_file: log,
    error_file: log,
    merge_logs: true,
    autorestart: true,
    exp_backoff_restart_delay: 200,
    // Without a limit: what dies is started again, with up to 15 seconds between two tries.
    max_restarts: 1_000_000,
    kill_timeout: spec.stopSeconds * 1000,
    treekill: false,
    pmx: false,
    vizion: false,
    automation: false,
  };
  return options;
}
