import type { Caller } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Case } from '../data/cases.js';
import { reportersOf } from '../data/reports.js';
import { refusalAsParty } from '../domain/report-rules.js';
import { refuseWith } from './require-subject.js';

/** Throws `forbidden` for a moderator whom the case is about, or who has reported it. */
export async function requireNoParty(
  manager: EntityManager,
  caller: Caller,
  { id, authorId }: Pick<Case, 'id' | 'authorId'>,
): Promise<void> {
  refuseWith(refusalAsParty(caller, { authorId, reporterIds: await reportersOf(manager, id) }));
}
