/** What a service needs beside its sidecar; its environment follows from this. */
export type Need = 'database' | 'redis' | 'elasticsearch' | 'notification';

export interface Service {
  /** Dapr app id, folder under services/, database and MySQL user: all the same word. */
  readonly id: string;
  /** Place in every range of ports. */
  readonly index: number;
  readonly needs: readonly Need[];
}

/** The ten services. Everything that starts them derives names, ports and environment from this list. */
export const services: readonly Service[] = [
  { id: 'gateway', index: 0, needs: ['redis', 'notification'] },
  { id: 'auth', index: 1, needs: ['database'] },
  { id: 'user', index: 2, needs: ['database'] },
  { id: 'post', index: 3, needs: ['database'] },
  { id: 'comment', index: 4, needs: ['database'] },
  { id: 'reaction', index: 5, needs: ['database'] },
  { id: 'feed', index: 6, needs: ['database'] },
  { id: 'notification', index: 7, needs: ['database', 'redis'] },
  { id: 'search', index: 8, needs: ['database', 'elasticsearch'] },
  { id: 'engagement', index: 9, needs: ['database'] },
];

/** The service of this app id; throws when there is none. */
export function serviceOf(id: string): Service {
  const service = services.find((candidate) => candidate.id === id);
  if (!service) throw new Error(`There is no service "${id}".`);
  return service;
}

/** The services that own a MySQL database. */
export function databaseServices(): Service[] {
  return services.filter((service) => service.needs.includes('database'));
}
