import { z } from 'zod';
import { KINDS } from '../domain/kinds.js';

const switches = Object.fromEntries(KINDS.map((kind) => [kind, z.boolean()])) as Record<
  (typeof KINDS)[number],
  z.ZodBoolean
>;

/** Which kinds of notifications somebody gets. */
export const PreferencesView = z.object(switches).meta({ id: 'NotificationPreferences' });

/** Kinds that are left out stay as they are. */
export const PreferencesChange = z.strictObject(switches).partial().meta({ id: 'NotificationPreferencesChange' });
