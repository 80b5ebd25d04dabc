import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';

const PushKey = z
  .object({ publicKey: z.string().meta({ description: 'The `applicationServerKey`, in base64url' }) })
  .meta({ id: 'PushKey' });

export function getPushKey({ push }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/push/public-key',
    summary: 'Read the key that browsers subscribe to pushes with',
    description: 'The public VAPID key (RFC 8292). If it changes, browsers have to subscribe again.',
    tag: 'notifications',
    access: 'public',
    answer: PushKey,
    handle: async () => ({ publicKey: push.publicKey }),
  });
}
