import type { ProcessSpec } from '../process-spec.js';
import type { Town } from '../town.js';

export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
}

export interface MailAddress {
  readonly host: string;
  readonly port: number;
  /** Empty where the server asks for no login. */
  readonly user: string;
  readonly password: string;
}

export interface PartAddresses {
  readonly mysql: MysqlAddress;
  readonly redis: RedisAddress;
  /** http(s) URL of the node. */
  readonly elasticsearch: string;
  readonly mail: MailAddress;
  /** In the profile of this name: amqp(s) URL, with the account's name and password. */
  readonly rabbitmq?: string;
  /** In the profile of this name: host:port of one broker or of several, with commas between. */
  readonly kafka?: string;
  /** In the kafka profile: http URL of Kafka Connect with Debezium. */
  readonly connect?: string;
}

export type PartName = keyof PartAddresses;

/** Parts that carry messages where it is not Redis. */
export type MessagePart = 'rabbitmq' | 'kafka' | 'connect';

const ofEveryTown: readonly PartName[] = ['mysql', 'redis', 'elasticsearch', 'mail'];
const ofProfile: Record<string, readonly MessagePart[]> = { rabbitmq: ['rabbitmq'], kafka: ['kafka', 'connect'] };

/** The parts that a town with this profile has. */
export function partNames(profile: string): readonly PartName[] {
  return [...ofEveryTown, ...messageParts(profile)];
}

/** Those of them that carry messages, beside Redis. */
export function messageParts(profile: string): readonly MessagePart[] {
  return ofProfile[profile] ?? [];
}

/** The parts that a town can have. */
export const allPartNames: readonly PartName[] = [...ofEveryTown, ...Object.values(ofProfile).flat()];

/** A real part: how it is found, made here, and asked whether it works. */
export interface Part<A> {
  readonly name: PartName;
  readonly title: string;
  /** Variable that names one outside of the town; in tests its TOWN_TEST_ form. */
  readonly variable: string;
  /** Whether it runs from here also where Docker runs the other parts: it is ours, or needs files of this machine. */
  readonly ownProgram?: boolean;
  parse(url: string): A;
  /** The address of the one that the town runs itself, or that Compose runs for it. */
  ownAddress(town: Town): A;
  /** Installs what is missing, prepares the data folder, and tells how to start it. */
  prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec>;
  /** Resolves to true when it can be used; throws or resolves to false until then. */
  ask(address: A): Promise<boolean>;
  /** For people: where it is, without any password. */
  describe(address: A): string;
}

/** Where a part of this town is, without asking it: the address in the environment, or that of the town's own. */
export function addressOf<A>(part: Part<A>, town: Town): A {
  const outside = outsideUrl(part, town);
  return outside ? part.parse(outside) : part.ownAddress(town);
}

/** Tests never take the addresses of the everyday town: they drop the data that they find. */
export function variableOf<A>(part: Part<A>, town: Town): string {
  return town.kind === 'test' ? part.variable.replace('TOWN_', 'TOWN_TEST_') : part.variable;
}

/** The address in the environment, unless it is that of the town's own part: its env file names that one, too. */
export function outsideUrl<A>(part: Part<A>, town: Town): string | undefined {
  // What the fault suite breaks must be its own.
  const url = town.kind === 'faults' ? undefined : process.env[variableOf(part, town)];
  if (!url) return undefined;
  return part.describe(part.parse(url)) === part.describe(part.ownAddress(town)) ? undefined : url;
}
