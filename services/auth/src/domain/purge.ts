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
