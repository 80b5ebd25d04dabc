import { z } from 'zod';

const Port = z.coerce.number().int().min(1).max(65535);

/** `host:port,host:port`; empty means that there are none. */
const Addresses = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(z.string().regex(/^[^:]+:\d+$/, 'must be host:port')))
  .transform((list) => list.map((address) => ({ host: address.split(':')[0]!, port: Number(address.split(':')[1]) })));

/** What every process reads from its environment. A service extends it with what it alone needs. */
export const ProcessConfig = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: Port,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DAPR_HOST: z.string().default('127.0.0.1'),
  DAPR_HTTP_PORT: Port,
  DAPR_API_TOKEN: z.string().min(1),
  APP_API_TOKEN: z.string().min(1),
  JWT_ISSUER: z.string().default('townsquare'),
  JWT_AUDIENCE: z.string().default('townsquare'),
});
export type ProcessConfig = z.infer<typeof ProcessConfig>;

/** Where a service's database is, and how much of it a process may take; who may open it comes from the secret store. */
export const DatabaseConfig = z.object({
  DATABASE_HOST: z.string().default('127.0.0.1'),
  DATABASE_PORT: Port.default(3306),
  DATABASE_NAME: z.string().min(1),
  /** Read replicas. They are known to the pool, and not read from yet: what decides must be read from the primary. */
  DATABASE_REPLICAS: Addresses,
  /** How many processes share the server's connections: of all services, with all their instances. */
  DATABASE_PROCESSES: z.coerce.number().int().min(1).default(18),
  /** How many connections this process may keep open, in place of its share of what the server allows. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(1_000).optional(),
});
export type DatabaseConfig = z.infer<typeof DatabaseConfig>;

/** Who hands the events in the outbox to the broker: the service, through its sidecar, or Debezium by the database's log. */
export const OutboxConfig = z.object({ OUTBOX_RELAY: z.enum(['service', 'debezium']).default('service') });

/** Reads the environment by a schema; throws one error that names every variable that is missing or wrong. */
export function readConfig<Schema extends z.ZodType>(schema: Schema, environment = process.env): z.infer<Schema> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${faults.join('\n')}`);
}
