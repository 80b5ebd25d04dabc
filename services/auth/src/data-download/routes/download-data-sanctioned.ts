import { ATTEMPTS } from '@townsquare/contracts';
import { addressKey, clientAddress, conflict, defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { authenticate, LogInForm, requireCode } from '../../identity/use-cases/begin-session.js';
import { sendDownload } from '../use-cases/send-download.js';

export function downloadDataSanctioned(context: Context): Route {
  return defineRoute({
    ...ATTEMPTS.downloadDataKeptOut,
    summary: 'Download all that is kept of an account that is suspended or banned',
    description:
      'For who cannot sign in to `/api/v1/auth/me/data-download`. What is asked for, and limited, is as at a log-in.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_credentials'],
    body: LogInForm,
    produces: 'application/zip',
    errors: ['invalid_credentials', 'second_factor_required', 'conflict'],
    async handle({ body, request, response }) {
      const account = await authenticate(context, body, addressKey(clientAddress(request)));
      await requireCode(context, account, body.code);
      if (account.status !== 'banned') throw conflict('Nothing keeps this account out: sign in for this.');
      await sendDownload(context, account, response);
    },
  });
}
