import { z } from 'zod';
import { OPTIONAL_KINDS } from '../domain/kinds.js';

const switches = Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, z.boolean()])) as Record<
  (typeof OPTIONAL_KINDS)[number],
  z.ZodBoolean
>;

const fields = {
  ...switches,
  grouped: z.boolean().meta({ description: 'Whether notifications are grouped in the list and the unread count' }),
};

/** Which kinds of notifications an account gets, and whether they are grouped. */
export const PreferencesView = z.object(fields).meta({ id: 'NotificationPreferences' });

/** Fields that are left out keep their value. */
export const PreferencesChange = z.strictObject(fields).partial().meta({ id: 'NotificationPreferencesChange' });
