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
    summary: "Download all that is kept of the caller's account",
    description:
      'A ZIP file with what all services hold, in JSON, and the images. It is made while it is sent and kept nowhere; one ' +
      'that was cut off cannot be opened. An account has one download at a time, and five an hour. Its owner is told by mail.',
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
