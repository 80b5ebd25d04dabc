import { z } from 'zod';
import { OPTIONAL_KINDS } from '../domain/kinds.js';

const switches = Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, z.boolean()])) as Record<
  (typeof OPTIONAL_KINDS)[number],
  z.ZodBoolean
>;

const fields = {
  ...switches,
  grouped: z.boolean().meta({ description: 'Whether what belongs together is listed and counted as one' }),
};

/** Which kinds of notifications somebody gets, and how. */
export const PreferencesView = z.object(fields).meta({ id: 'NotificationPreferences' });

/** What is left out stays as it is. */
export const PreferencesChange = z.strictObject(fields).partial().meta({ id: 'NotificationPreferencesChange' });
