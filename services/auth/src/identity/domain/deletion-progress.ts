/** The services that hold something of a person, and answer `user.purged` once they hold nothing of them. */
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

/** The services that have not answered yet. */
export function pendingServices(answered: Iterable<string>): string[] {
  const done = new Set(answered);
  return PURGING_SERVICES.filter((service) => !done.has(service));
}

/** How far one service is with a deletion: it waits since the deletion was asked for, or is done since it answered. */
export interface ServiceProgress {
  service: string;
  state: 'waiting' | 'done';
  since: Date;
}

/** How far each service is that holds something of a person. */
export function progressOf(requestedAt: Date, answers: { service: string; purgedAt: Date }[]): ServiceProgress[] {
  const answered = new Map(answers.map(({ service, purgedAt }) => [service, purgedAt]));
  return PURGING_SERVICES.map((service) => {
    const purgedAt = answered.get(service);
    return purgedAt ? { service, state: 'done', since: purgedAt } : { service, state: 'waiting', since: requestedAt };
  });
}
