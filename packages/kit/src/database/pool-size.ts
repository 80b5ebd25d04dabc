/** What a MySQL server allows at once: connections in all, and of one user (0: as many as in all). */
export interface ConnectionLimits {
  connections: number;
  userConnections: number;
}

/** A statement that `connectionLimits` reads; `@@max_user_connections` is the limit of the user who asks. */
export const CONNECTION_LIMITS = 'SELECT @@max_connections AS connections, @@max_user_connections AS userConnections';

/** More do not make a process faster: it has one thread, and a query rarely takes longer than a millisecond or two. */
const MOST = 24;

/** With fewer, two requests that read several things at once already wait for each other. */
export const LEAST_POOL_SIZE = 4;

/** For administrators, backups, the launcher's commands, and Debezium, which has two for each service's outbox. */
const RESERVED = 25;

/** An account's connections are shared by a service's instances: two, also while a new version takes the old one's place. */
const INSTANCES_OF_A_USER = 2;

/** How many connections each of `processes` processes may keep open, so that all of them fit into what the server allows. */
export function poolSize({ connections, userConnections }: ConnectionLimits, processes: number): number {
  const ofServer = Math.floor((connections - RESERVED) / processes);
  const ofUser = userConnections === 0 ? MOST : Math.floor(userConnections / INSTANCES_OF_A_USER);
  return Math.max(0, Math.min(MOST, ofServer, ofUser));
}

/** The least `max_connections` with which each of the processes has `LEAST_POOL_SIZE`. */
export function leastConnections(processes: number): number {
  return processes * LEAST_POOL_SIZE + RESERVED;
}
