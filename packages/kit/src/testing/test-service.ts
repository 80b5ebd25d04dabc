import type { Server } from 'node:http';
import type { EventDefinition } from '@townsquare/contracts';
import { EndedSessions } from '../auth/ended-sessions.js';
import type { DatabaseConfig } from '../config.js';
import type { Cache } from '../dapr/cache.js';
import type { DaprClient } from '../dapr/dapr-client.js';
import type { Database } from '../database/database.js';
import { DeadLetters } from '../events/dead-letters.js';
import { eventPath } from '../http/create-app.js';
import { listen, portOf, stopListening } from '../http/listen.js';
import { createLogger } from '../logger.js';
import { createServiceApp, type Service, type ServiceDefinition, type ServiceParts } from '../run-service.js';
import { AnswerChecks } from './answer-checks.js';
import { TestDatabase } from './test-database.js';
import { testEvent } from './test-events.js';
import { createTestTokens, type TestTokens } from './test-tokens.js';
import { requireWrittenTexts } from './written-texts.js';

const APP_API_TOKEN = 'test-app-token';

/** A cache in memory, for tests of a service without its sidecar. */
export class MemoryCache implements Cache {
  readonly #values = new Map<string, unknown>();

  async get<T>(key: string): Promise<T | undefined> {
    return this.#values.get(key) as T | undefined;
  }

  async set(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
  }

  async drop(key: string): Promise<void> {
    this.#values.delete(key);
  }
}

/**
 * A service's own app on a real database, served on a port of its own, without a sidecar. The test
 * replaces other services in what it gives as `create`. A service with a route that takes free text does not start, and
 * an answer that does not match the schema of its route fails the test.
 */
export class TestService {
  private constructor(
    readonly server: Server,
    readonly database: Database,
    readonly tokens: TestTokens,
    readonly deadLetters: DeadLetters,
    private readonly answers: AnswerChecks,
    private readonly testDatabase: TestDatabase,
  ) {}

  static async start(
    definition: Pick<ServiceDefinition, 'name' | 'schema'>,
    create: (parts: ServiceParts) => Service | Promise<Service>,
    settings: Partial<DatabaseConfig> = {},
  ): Promise<TestService> {
    const testDatabase = await TestDatabase.create(definition.name, definition.schema, settings);
    const tokens = await createTestTokens();
    const database = testDatabase.database;
    const parts = testParts(definition.name, database, tokens);
    const service = await create(parts);
    requireWrittenTexts(service.routes);
    const deadLetters = new DeadLetters(database, service.subscriptions, parts.logger);
    const answers = new AnswerChecks();
    const app = createServiceApp(definition.name, parts, service, { deadLetters, checkAnswer: answers.check });
    const server = await listen(app, '127.0.0.1', 0);
    return new TestService(server, database, tokens, deadLetters, answers, testDatabase);
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  /** The headers of a request by a user, as the service's sidecar passes them on; without a user, signed out. */
  async as(
    userId?: string,
    roles?: ('admin' | 'moderator' | 'user')[],
    sessionId?: string,
  ): Promise<Record<string, string>> {
    const headers: Record<string, string> = { 'dapr-api-token': APP_API_TOKEN };
    if (userId !== undefined) headers.authorization = await this.tokens.bearer(userId, roles, sessionId);
    return headers;
  }

  /** The headers of a call by another service. */
  fromService(appId: string): Record<string, string> {
    return { 'dapr-api-token': APP_API_TOKEN, 'dapr-caller-app-id': appId };
  }

  /** Delivers an event as the sidecar does; returns the status in the service's response. */
  async deliver<Data>(
    definition: EventDefinition<Data>,
    data: Data,
    envelope: Parameters<typeof testEvent>[2] = {},
  ): Promise<string> {
    const response = await fetch(`${this.url}${eventPath(definition.topic)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', 'dapr-api-token': APP_API_TOKEN },
      body: JSON.stringify(testEvent(definition, data, envelope)),
    });
    const { status } = (await response.json()) as { status: string };
    return status;
  }

  async stop(): Promise<void> {
    await stopListening(this.server, 1_000);
    await this.testDatabase.drop();
    this.answers.requireNone();
  }
}

function testParts(name: string, database: Database, tokens: TestTokens): ServiceParts {
  const config = {
    HOST: '127.0.0.1',
    PORT: 1,
    LOG_LEVEL: 'silent' as const,
    DAPR_HOST: '127.0.0.1',
    DAPR_HTTP_PORT: 1,
    DAPR_API_TOKEN: 'test-dapr-token',
    APP_API_TOKEN,
    JWT_ISSUER: 'townsquare',
    JWT_AUDIENCE: 'townsquare',
  };
  const logger = createLogger(name, process.env.TEST_LOG_LEVEL ?? config.LOG_LEVEL);
  return {
    config,
    logger,
    database,
    cache: new MemoryCache(),
    tokens: tokens.verifier,
    dapr: absentSidecar(),
    endedSessions: new EndedSessions(async () => ({ sessionIds: [], asOf: new Date().toISOString() }), logger),
  };
}

/** A missing sidecar: a service under test that calls it lacks a replacement for that call. */
function absentSidecar(): DaprClient {
  return new Proxy({} as DaprClient, {
    get: (_target, method) => () => {
      throw new Error(`This test has no sidecar, and the service called ${String(method)}.`);
    },
  });
}
