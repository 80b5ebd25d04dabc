interface Dated {
  postId: string;
  createdAt: Date;
}

/** The newest `count` of several lists, each post once, in the order of timelines. */
export function mergeNewest<Post extends Dated>(lists: Post[][], count: number): Post[] {
  const posts = new Map(lists.flat().map((post) => [post.postId, post]));
  return [...posts.values()].sort(newestFirst).slice(0, count);
}

function newestFirst(a: Dated, b: Dated): number {
  const byTime = b.createdAt.getTime() - a.createdAt.getTime();
  if (byTime !== 0) return byTime;
  return BigInt(a.postId) < BigInt(b.postId) ? 1 : -1;
}
