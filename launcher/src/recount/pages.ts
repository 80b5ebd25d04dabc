import { callService } from '../operator.js';
import type { Town } from '../town.js';

/** Something that a service derives from others' rows and that is not what those say it should be. */
export interface Difference {
  readonly what: string;
  readonly id: string;
  readonly is: string;
  readonly should: string;
}

/** One page of one part of what a service can recount, and where it parts from what it should be. */
export interface Page {
  readonly after: string;
  /** Where it ends; null for the last one. */
  readonly through: string | null;
  readonly checked: number;
  readonly differences: readonly Difference[];
}

/** A part of a service, as the recount asks for it. */
export interface Recounter {
  readonly service: string;
  readonly part: string;
  check(after: string): Promise<Page>;
  /** Looks at a page again, and sets right those of the differences that are still there. */
  again(page: Page, repair?: readonly Difference[]): Promise<Page>;
}

/** The parts of a service, in the order in which they build on each other. */
export async function recountersOf(town: Town, service: string): Promise<Recounter[]> {
  const { parts } = await callService<{ parts: string[] }>(town, service, 'GET', '/internal/recount');
  return parts.map((part) => recounter(town, service, part));
}

function recounter(town: Town, service: string, part: string): Recounter {
  const path = `/internal/recount/${encodeURIComponent(part)}`;
  const ask = async (after: string, through: string | null, repair: readonly Difference[]): Promise<Page> => {
    const body = { after, ...(through === null ? {} : { through }), repair };
    const answer = await callService<Answer>(town, service, 'POST', path, body);
    return { after, through: through ?? answer.next, checked: answer.checked, differences: answer.differences };
  };
  return {
    service,
    part,
    check: (after) => ask(after, null, []),
    again: (page, repair = []) => ask(page.after, page.through, repair),
  };
}

interface Answer {
  readonly checked: number;
  readonly differences: Difference[];
  readonly next: string | null;
}
