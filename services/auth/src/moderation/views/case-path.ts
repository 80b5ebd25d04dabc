import { Id } from '@townsquare/contracts';
import { z } from 'zod';

/** The path of a case and of what is done with it. */
export const CasePath = z.object({ caseId: Id });
