import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseServices, type Service } from '../services.js';
import { repository } from '../town.js';

/** Where the connectors find what they connect: as Kafka Connect sees it. */
export interface ConnectorTargets {
  readonly brokers: string;
  readonly databaseHost: string;
  readonly databasePort: string;
  readonly databaseKind: DatabaseKind;
  /** A properties file with each connector's password, by its service. */
  readonly passwordsFile: string;
  /** Each connector signs in to the database as a replica: with a number that no other replica has, from this one up. */
  readonly firstServerId: number;
}

export type DatabaseKind = 'mariadb' | 'mysql';

const kinds = {
  mariadb: { connectorClass: 'io.debezium.connector.mariadb.MariaDbConnector', sslMode: 'disable' },
  mysql: { connectorClass: 'io.debezium.connector.mysql.MySqlConnector', sslMode: 'preferred' },
};

/** A connector of Kafka Connect. */
export interface Connector {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The name of the connector that reads a service's outbox. */
export function connectorOf(service: Pick<Service, 'id'>): string {
  return `${service.id}-outbox`;
}

/** One connector for each service that has an outbox. */
export function outboxConnectors(targets: ConnectorTargets): Connector[] {
  const template = readFileSync(join(repository, 'connect', 'outbox.json'), 'utf8');
  return databaseServices().map((service) => ({
    name: connectorOf(service),
    config: JSON.parse(fill(template, valuesFor(service, targets))) as Record<string, string>,
  }));
}

function valuesFor(service: Service, targets: ConnectorTargets): Record<string, string> {
  const { brokers, databaseHost, databasePort, databaseKind, passwordsFile, firstServerId } = targets;
  return {
    service: service.id,
    brokers,
    databaseHost,
    databasePort,
    passwordsFile,
    serverId: String(firstServerId + service.index),
    ...kinds[databaseKind],
  };
}

/** Puts values where the template has {{name}}; throws when it names one that is not there. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`connect/outbox.json names {{${name}}}, which has no value.`);
    return JSON.stringify(value).slice(1, -1);
  });
}
