/** What a service needs beside its sidecar; its environment follows from this. */
export type Need = 'database' | 'redis' | 'elasticsearch' | 'notification';

export interface Service {
  /** Of its process: the id, with a number where there are several instances. */
  readonly name: string;
  /** Dapr app id, folder under services/, database and MySQL user: all the same word. */
  readonly id: string;
  /** Place in every range of ports. */
  readonly index: number;
  readonly needs: readonly Need[];
  /** Its place in the order of a recount, if it derives something: after the services from whose rows it does. */
  readonly recountOrder?: number;
}

/** The ten services. Everything that starts them derives names, ports and environment from this list. */
export const services: readonly Service[] = [
  service('gateway', 0, ['redis', 'notification']),
  service('auth', 1, ['database']),
  service('user', 2, ['database'], 1),
  service('post', 3, ['database'], 2),
  service('comment', 4, ['database'], 3),
  service('reaction', 5, ['database'], 4),
  service('feed', 6, ['database'], 6),
  service('notification', 7, ['database', 'redis'], 7),
  service('search', 8, ['database', 'elasticsearch'], 8),
  service('engagement', 9, ['database'], 5),
];

function service(id: string, index: number, needs: readonly Need[], recountOrder?: number): Service {
  return { id, name: id, index, needs, ...(recountOrder === undefined ? {} : { recountOrder }) };
}

/** Every process of the services: `count` of each. Those beyond the first have ports of their own in the same ranges. */
export function instancesOf(count: number): Service[] {
  return Array.from({ length: count }, (_, extra) =>
    services.map(({ id, index, needs }) => ({
      id,
      name: extra === 0 ? id : `${id}-${extra + 1}`,
      index: index + extra * services.length,
      needs,
    })),
  ).flat();
}

/** Whether a process of this name is one of a service's. */
export function isServiceName(name: string): boolean {
  const id = name.replace(/-\d+$/, '');
  return services.some((service) => service.id === id);
}

/** The service of this app id; throws when there is none. */
export function serviceOf(id: string): Service {
  const service = services.find((candidate) => candidate.id === id);
  if (!service) throw new Error(`There is no service "${id}".`);
  return service;
}

/** The services that derive something, in the order in which they build on each other. */
export function recountedServices(): string[] {
  return services
    .filter((service) => service.recountOrder !== undefined)
    .sort((one, other) => one.recountOrder! - other.recountOrder!)
    .map(({ id }) => id);
}

/** The services that own a MySQL database. */
export function databaseServices(): Service[] {
  return services.filter((service) => service.needs.includes('database'));
}
