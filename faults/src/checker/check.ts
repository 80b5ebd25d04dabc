import { checkCounters } from './check-counters.js';
import { checkKeys } from './check-keys.js';
import { checkNotifications } from './check-notifications.js';
import { checkOwners } from './check-owners.js';
import { checkSearch } from './check-search.js';
import { checkTimelines } from './check-timelines.js';
import type { Facts } from './facts.js';
import type { Finding } from './finding.js';
import { Owned } from './owned.js';
import type { TownSeen } from './seen.js';

/**
 * Everything in which a town's public state is not as it must be: the owners by what the history tells, everybody else by
 * what the owners have. So a write whose outcome nobody knows may be there or not, but it is everywhere, or nowhere.
 */
export function check(facts: Facts, seen: TownSeen): Finding[] {
  const owned = new Owned(seen);
  return [
    ...checkKeys(facts),
    ...checkOwners(facts, seen),
    ...checkTimelines(owned),
    ...checkNotifications(facts, owned),
    ...checkCounters(owned, seen),
    ...checkSearch(owned),
  ];
}
