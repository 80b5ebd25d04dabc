import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ChannelModel, connect } from 'amqplib';
import { callService, operatorOf } from '../operator/operator.js';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { adminPasswords } from '../secrets.js';
import { databaseServices } from '../services.js';
import { writePrivate } from '../system/files.js';
import { waitFor } from '../system/wait.js';
import { type Town, townPaths } from '../town.js';
import { requireProgram } from './install.js';
import { type Part } from './part.js';

const variable = 'TOWN_RABBITMQ_URL';
const account = 'townsquare';

export const rabbitmq: Part<string> = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  variable,
  parse: (url) => url,
  ownAddress(town) {
    return `amqp://${account}:${adminPasswords(town).rabbitmq}@127.0.0.1:${partPorts(town.base).rabbitmq}`;
  },
  prepare,
  async ask(url) {
    const connection = await connect(url, { timeout: 2000 });
    await connection.close();
    return true;
  },
  describe(url) {
    const { hostname, port, protocol } = new URL(url);
    return `${hostname}:${port || (protocol === 'amqps:' ? 5671 : 5672)}`;
  },
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const found = await requireProgram(['rabbitmq-server'], ['rabbitmq-server'], variable, note);
  const { rabbitmq: folder, run } = townPaths(town);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const configuration = join(run, 'rabbitmq.conf');
  const plugins = join(run, 'rabbitmq-plugins');
  writePrivate(configuration, settings(town));
  writePrivate(plugins, '[].\n');
  const ports = partPorts(town.base);
  return {
    name: 'rabbitmq',
    command: unwrapped(found),
    args: [],
    env: {
      ...baseEnvironment(process.env),
      // Where Erlang keeps the cookie that its tools show to the server.
      HOME: folder,
      RABBITMQ_CONFIG_FILE: configuration,
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
      RABBITMQ_MNESIA_BASE: folder,
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_PID_FILE: join(run, 'rabbitmq.pid'),
      RABBITMQ_NODENAME: `town-${town.base}@localhost`,
      RABBITMQ_DIST_PORT: String(ports.rabbitmqDistribution),
      ERL_EPMD_PORT: String(ports.rabbitmqNames),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      // The script then becomes the server, instead of waiting for it: the supervisor's signals reach it.
      RUNNING_UNDER_SYSTEMD: 'true',
    },
    stopSeconds: 30,
  };
}

/** Debian puts a wrapper before the script that changes to an account of its own, and so cannot be given a folder. */
function unwrapped(found: string): string {
  const script = '/usr/lib/rabbitmq/bin/rabbitmq-server';
  return found === '/usr/sbin/rabbitmq-server' && existsSync(script) ? script : found;
}

function settings(town: Town): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${partPorts(town.base).rabbitmq}`,
    'distribution.listener.interface = 127.0.0.1',
    `default_user = ${account}`,
    `default_pass = ${adminPasswords(town).rabbitmq}`,
    'log.file = false',
    'log.console = true',
    'log.console.level = info',
    '',
  ].join('\n');
}

/**
 * Waits until every subscription has its queue. RabbitMQ keeps an event for the queues that there are when it comes, and
 * for nobody else: in a new town, what is published before would be lost to those who subscribe a moment later.
 */
export async function awaitQueues(town: Town, url: string): Promise<void> {
  const connection = await connect(url);
  // A broker that goes away meanwhile is told by the next question.
  connection.on('error', () => undefined);
  try {
    for (const { id } of databaseServices()) {
      const subscriptions = await callService<{ topic: string }[]>(operatorOf(town), id, 'GET', '/dapr/subscribe');
      for (const { topic } of subscriptions) {
        const queue = `${id}-${topic}`;
        await waitFor(() => hasQueue(connection, queue), { what: `The queue ${queue} on RabbitMQ`, limitSeconds: 60 });
      }
    }
  } finally {
    await connection.close();
  }
}

/** To ask for a queue that is not there ends the channel. */
async function hasQueue(connection: ChannelModel, queue: string): Promise<boolean> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    await channel.checkQueue(queue);
  } catch {
    return false;
  }
  await channel.close();
  return true;
}
