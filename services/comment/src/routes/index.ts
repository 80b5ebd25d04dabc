import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countThreads } from './count-threads.js';
import { countWritten } from './count-written.js';
import { createComment } from './create-comment.js';
import { deleteComment } from './delete-comment.js';
import { editComment } from './edit-comment.js';
import { exportComments } from './export-comments.js';
import { getComment } from './get-comment.js';
import { getCommentRecords } from './get-comment-records.js';
import { getPersonalData } from './get-personal-data.js';
import { getReportableComment } from './get-reportable-comment.js';
import { listComments } from './list-comments.js';
import { listReplies } from './list-replies.js';

export function createRoutes(context: Context): Route[] {
  return [
    createComment(context),
    listComments(context),
    getComment(context),
    listReplies(context),
    editComment(context),
    deleteComment(context),
    getCommentRecords(context),
    getReportableComment(context),
    getPersonalData(context),
    exportComments(context),
    countThreads(context),
    countWritten(context),
  ];
}
