import { mkdirSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { adminPasswords } from '../secrets.js';
import { writePrivate } from '../system/files.js';
import { run } from '../system/run.js';
import { type Town, townPaths } from '../town.js';
import { requireProgram } from './install.js';
import type { Part, RedisAddress } from './part.js';

const variable = 'TOWN_REDIS_URL';

export const redis: Part<RedisAddress> = {
  name: 'redis',
  title: 'Redis',
  variable,
  parse(url) {
    const parsed = new URL(url);
    return {
      host: parsed.hostname,
      port: Number(parsed.port || 6379),
      username: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
      tls: parsed.protocol === 'rediss:',
    };
  },
  ownAddress(town) {
    const password = adminPasswords(town).redis;
    return { host: '127.0.0.1', port: partPorts(town.base).redis, username: '', password, tls: false };
  },
  prepare,
  ask: async (address) => (await redisCommand(address, 'PING')).startsWith('+PONG'),
  describe: (address) => `${address.host}:${address.port}`,
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const server = await requireProgram(['redis-server'], ['redis-server'], variable, note);
  const { redis: folder, run: runFolder } = townPaths(town);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = `${runFolder}/redis.conf`;
  // A file, since the password must not be readable in the list of processes.
  const settings = [
    `port ${partPorts(town.base).redis}`,
    'bind 127.0.0.1',
    `dir "${folder}"`,
    'appendonly yes',
    // It carries events: what it has acknowledged the outbox forgets. With everysec it holds writes back while the disk
    // is busy, so that a crash of Redis alone, and not only of the machine, would lose them.
    'appendfsync always',
    'maxmemory-policy noeviction',
    `requirepass ${adminPasswords(town).redis}`,
    ...((await cannotKeepTitle(server)) ? [] : ['set-proc-title no']),
  ];
  writePrivate(file, `${settings.join('\n')}\n`);
  return { name: 'redis', command: server, args: [file], env: baseEnvironment(process.env), stopSeconds: 30 };
}

/**
 * A new title overwrites the environment by which a process is found after a crash; before 6.2, Redis cannot be told to
 * keep the old one.
 */
async function cannotKeepTitle(server: string): Promise<boolean> {
  const printed = await run(server, ['--version'], { what: 'redis-server --version', advice: 'repair it.' });
  const [major = 0, minor = 0] = (/v=(\d+)\.(\d+)/.exec(printed) ?? []).slice(1).map(Number);
  return major < 6 || (major === 6 && minor < 2);
}

/** Sends one command without arguments and returns the raw start of the answer. */
export function redisCommand(address: RedisAddress, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const target = { host: address.host, port: address.port };
    const socket = address.tls ? connectTls(target) : connectTcp(target);
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 seconds')));
    let answer = '';
    const expected = address.password ? 2 : 1;
    socket.on('data', (data) => {
      answer += data.toString();
      const lines = answer.split('\r\n');
      if (lines.length <= expected) return;
      socket.end();
      resolve(lines[expected - 1] ?? '');
    });
    socket.on('error', reject);
    const login = [address.username, address.password].filter(Boolean).map(quote).join(' ');
    socket.write(`${address.password ? `AUTH ${login}\r\n` : ''}${command}\r\n`);
  });
}

/** The address as a redis:// URL, password included. */
export function redisUrl(address: RedisAddress): string {
  const login = address.password
    ? `${encodeURIComponent(address.username)}:${encodeURIComponent(address.password)}@`
    : '';
  return `${address.tls ? 'rediss' : 'redis'}://${login}${address.host}:${address.port}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
