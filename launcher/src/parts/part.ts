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
  /** Answers when it can be used; throws or false until then. */
  ask(address: A): Promise<boolean>;
  /** For people: where it is, without any password. */
  describe(address: A): string;
}
