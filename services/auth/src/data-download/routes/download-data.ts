import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { OwnPassword, SecondFactorCode } from '../../identity/domain/account-rules.js';
import { requireProof } from '../../identity/use-cases/require-account.js';
import { sendDownload } from '../use-cases/send-download.js';

export function downloadData(context: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/data-download',
    summary: "Download everything that is stored about the caller's account",
    description:
      'A ZIP file with the data of all services as JSON, and the images. It is made while it is sent and is not stored; an ' +
      'incomplete file cannot be opened. One download at a time and five an hour for each account. The owner gets a mail.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword, code: SecondFactorCode.optional() }),
    produces: 'application/zip',
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request, response }) {
      const owner = await requireProof(context, { caller, request }, body);
      await sendDownload(context, owner, response, caller.sessionId);
    },
  });
}
