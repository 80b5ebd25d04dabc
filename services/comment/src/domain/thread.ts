/** All comments under one post. Each change of its comments happens while its row is locked. */
export interface Thread {
  postId: string;
  postAuthorId: string;
  /** Comments and replies that are not deleted. */
  commentCount: number;
  /** Grows with each change of the count. */
  version: number;
  /** The post is deleted: no comment can be added. */
  closed: boolean;
}

/** The thread with one more comment. */
export function grown(thread: Thread): Thread {
  return { ...thread, commentCount: thread.commentCount + 1, version: thread.version + 1 };
}

/** The thread with one comment fewer. */
export function shrunk(thread: Thread): Thread {
  return { ...thread, commentCount: Math.max(0, thread.commentCount - 1), version: thread.version + 1 };
}

/** The thread's state as events carry it. */
export function threadState({ commentCount, version }: Thread): { commentCount: number; version: number } {
  return { commentCount, version };
}
