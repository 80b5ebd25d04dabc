/** The services that hold data about people, and publish `user.purged` once they have deleted an account's data. */
export const PURGING_SERVICES = [
  'user',
  'post',
  'comment',
  'reaction',
  'feed',
  'notification',
  'search',
  'engagement',
] as const;

/** Returns the services that have not published `user.purged` yet. */
export function pendingServices(answered: Iterable<string>): string[] {
  const done = new Set(answered);
  return PURGING_SERVICES.filter((service) => !done.has(service));
}

/** The progress of one service: `waiting` since the deletion was requested, or `done` since it published `user.purged`. */
export interface ServiceProgress {
  service: string;
  state: 'waiting' | 'done';
  since: Date;
}

/** Returns the progress of each service that holds data about people. */
export function progressOf(requestedAt: Date, answers: { service: string; purgedAt: Date }[]): ServiceProgress[] {
  const answered = new Map(answers.map(({ service, purgedAt }) => [service, purgedAt]));
  return PURGING_SERVICES.map((service) => {
    const purgedAt = answered.get(service);
    return purgedAt ? { service, state: 'done', since: purgedAt } : { service, state: 'waiting', since: requestedAt };
  });
}
