import { z } from 'zod';
import { type InternalCall, PostRecord, ProfileRecord } from './internal-calls.js';

/** Where in an export a row stands: its key, of one number or two. Rows come in the order of their keys. */
export const ExportCursor = z.string().regex(/^\d{1,20}(\.\d{1,20})?$/, 'must be a cursor that an export gave');

/** Rows after a cursor; with `through`, exactly those up to it, so that a page can be read again. */
export const ExportRange = z.strictObject({ after: ExportCursor.default('0'), through: ExportCursor.optional() });
export type ExportRange = z.input<typeof ExportRange>;

/** A page of what an owner has; `next` is the cursor of its last row, and null on the last page. */
export interface ExportPage<Item> {
  items: Item[];
  next: string | null;
}

/** All that an owner has of one kind, page by page, for services that derive something from it. */
export type Export<Item> = InternalCall<ExportPage<Item>>;

function defineExport<Schema extends z.ZodType>(appId: string, path: string, item: Schema): Export<z.infer<Schema>> {
  const answer = z.object({ items: z.array(item), next: ExportCursor.nullable() });
  return { appId, path, answer: answer as z.ZodType<ExportPage<z.infer<Schema>>> };
}

/** Profiles of people who are not gone, by their ids. */
export const exportProfiles = defineExport('user', '/internal/exports/profiles', ProfileRecord);

/** Posts, by their ids. */
export const exportPosts = defineExport('post', '/internal/exports/posts', PostRecord);
