import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { partPorts } from '../ports.js';
import { adminPasswords } from '../secrets.js';
import { findProgram, run } from '../system/run.js';
import { repository, type Town } from '../town.js';
import type { PartName } from './part.js';

const advice = 'see what docker compose says; without Docker the town uses installed parts.';

/** Whether a Docker engine runs that could start the parts of docker-compose.yml. */
export async function canCompose(): Promise<boolean> {
  if (!findProgram('docker') || !existsSync(join(repository, 'docker-compose.yml'))) return false;
  try {
    await run('docker', ['info'], { what: 'docker info', advice });
    await run('docker', ['compose', 'version'], { what: 'docker compose', advice });
    return true;
  } catch {
    return false;
  }
}

/** Starts one part in its container; its address is the same as if the town ran it itself. */
export async function composeUp(town: Town, part: PartName): Promise<void> {
  await compose(town, ['up', '--detach', part]);
}

/** Stops the containers of these parts; their volumes stay. */
export async function composeStop(town: Town, parts: readonly PartName[]): Promise<void> {
  if (parts.length > 0) await compose(town, ['stop', ...parts]);
}

/** Removes the containers of these parts, and what they hold. */
export async function composeForget(town: Town, parts: readonly PartName[]): Promise<void> {
  if (parts.length === 0) return;
  await compose(town, ['rm', '--stop', '--force', ...parts]);
  const volumes = parts.map((part) => `${project(town)}_${part}`);
  await run('docker', ['volume', 'rm', '--force', ...volumes], { what: 'docker volume rm', advice });
}

/** What docker-compose.yml takes from the environment, for a town that has only its parts there. */
export function composeEnvironment(town: Town): Record<string, string> {
  const ports = partPorts(town.base);
  const passwords = adminPasswords(town);
  return {
    TOWN_MYSQL_PORT: String(ports.mysql),
    TOWN_MYSQL_PASSWORD: passwords.mysql,
    TOWN_REDIS_PORT: String(ports.redis),
    TOWN_REDIS_PASSWORD: passwords.redis,
    TOWN_ELASTICSEARCH_PORT: String(ports.elasticsearch),
    TOWN_RABBITMQ_PORT: String(ports.rabbitmq),
    TOWN_RABBITMQ_PASSWORD: passwords.rabbitmq,
    TOWN_KAFKA_PORT: String(ports.kafka),
    // The file has no value of its own for the tokens, and no container that gets them runs here.
    TOWN_APP_API_TOKEN: 'unused',
    TOWN_DAPR_API_TOKEN: 'unused',
  };
}

async function compose(town: Town, args: readonly string[]): Promise<void> {
  await run('docker', ['compose', '--project-name', project(town), ...args], {
    cwd: repository,
    env: composeEnvironment(town),
    what: 'docker compose',
    advice,
  });
}

function project(town: Town): string {
  return town.kind === 'test' ? 'townsquare-test' : 'townsquare';
}
