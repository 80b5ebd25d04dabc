/** All comments under one post. Each change of its comments happens while its row is locked. */
export interface Thread {
  postId: string;
  postAuthorId: string;
  /** Comments and replies that are neither deleted nor by a hidden account. */
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

/** The thread after a comment is deleted. A hidden comment was not counted. */
export function without(thread: Thread, { hidden }: { hidden: boolean }): Thread {
  return hidden ? { ...thread, version: thread.version + 1 } : shrunk(thread);
}

/** The thread with one comment fewer. */
export function shrunk(thread: Thread): Thread {
  return { ...thread, commentCount: Math.max(0, thread.commentCount - 1), version: thread.version + 1 };
}

/** The thread's state as events carry it. */
export function threadState({ commentCount, version }: Thread): { commentCount: number; version: number } {
  return { commentCount, version };
}
