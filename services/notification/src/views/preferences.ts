import { z } from 'zod';
import { OPTIONAL_KINDS } from '../domain/kinds.js';

const switches = Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, z.boolean()])) as Record<
  (typeof OPTIONAL_KINDS)[number],
  z.ZodBoolean
>;

const channel = (description: string) => z.object(switches).meta({ description });
const channelChange = z.strictObject(switches).partial();

const grouped = z.boolean().meta({ description: 'Whether notifications are grouped in the list and the unread count' });

/** Which kinds of notifications an account gets, by which channels, and whether they are grouped. */
export const PreferencesView = z
  .object({
    ...switches,
    grouped,
    sockets: channel('Which of these kinds are sent to your open sockets; the unread count is sent for all'),
    push: channel('Which of these kinds are pushed to the browsers that you have subscribed'),
  })
  .meta({ id: 'NotificationPreferences' });

/** Fields that are left out keep their value. */
export const PreferencesChange = z
  .strictObject({ ...switches, grouped, sockets: channelChange, push: channelChange })
  .partial()
  .meta({ id: 'NotificationPreferencesChange' });
