import { getLiveSessions, MAX_BATCH } from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** Returns which of these sessions, at most 500, have neither ended nor expired. */
export type LiveSessions = (sessionIds: string[]) => Promise<Set<string>>;

/** Asks auth, through the sidecars. */
export function liveSessionsThroughSidecar(dapr: DaprClient): LiveSessions {
  const { appId, path, answer } = getLiveSessions;
  return async (sessionIds) => {
    if (sessionIds.length > MAX_BATCH) throw new Error(`${sessionIds.length} sessions are more than one call takes.`);
    if (sessionIds.length === 0) return new Set();
    const live = await dapr.invoke(appId, 'GET', `${path}?ids=${[...new Set(sessionIds)].join(',')}`);
    return new Set(answer.parse(live).sessionIds);
  };
}
