import { isDone, isRefusal } from '../history/writes.js';
import type { Facts } from './facts.js';
import type { Finding } from './finding.js';

/** Refusals that a write of the load can earn: what it is about, or answers, may be gone by then. */
function isEarned(status: number, body: unknown): boolean {
  return (
    status === 404 || (status === 400 && (body as { parentCommentId?: string } | null)?.parentCommentId !== undefined)
  );
}

/** A repeated key has one effect, and one answer; and nothing is refused that is as it should be. */
export function checkKeys({ writes }: Facts): Finding[] {
  return writes.flatMap(({ write, kind, key, body, attempts }) => {
    const answers = new Set(
      attempts.filter(({ status }) => isDone(status)).map(({ answer }) => JSON.stringify(answer)),
    );
    const refusals = attempts.filter(({ status }) => isRefusal(status) && !isEarned(status!, body));
    const found: Finding[] = refusals.map(({ status }) => ({
      section: 'history',
      view: 'keys',
      kind: 'wrong',
      what: `write ${write} (${kind}) was refused with ${status}`,
    }));
    if (key !== null && answers.size > 1) {
      found.push({
        section: 'history',
        view: 'keys',
        kind: 'doubled',
        what: `write ${write} (${kind}) has several answers`,
      });
    }
    return found;
  });
}
