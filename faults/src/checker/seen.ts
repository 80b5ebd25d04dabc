/** A post, wherever it is shown. */
export interface PostSeen {
  id: string;
  authorId: string;
  content: string;
  isPrivate: boolean;
  /** Ids of those who are mentioned. */
  mentions: string[];
}

export interface CommentSeen {
  id: string;
  postId: string;
  authorId: string;
  parentId: string | null;
  content: string;
}

export interface NotificationSeen {
  kind: string;
  actorId: string;
  /** As `about` names it. */
  target: string;
  message: string;
}

/** What one person sees of themselves and of the town. */
export interface PersonSeen {
  username: string;
  userId: string;
  fullName: string;
  /** As their owners have them. */
  posts: PostSeen[];
  following: string[];
  /** As others derive them from the owners' events. */
  timeline: PostSeen[];
  notifications: NotificationSeen[];
  unread: number;
  found: PostSeen[];
  /** How many posts the search for their own hashtag says that there are. */
  tagged: number;
  /** How often the search for people finds them. */
  foundAsPerson: number;
  metrics: PersonMetrics;
  profile: { followerCount: number; followingCount: number };
}

export interface PersonMetrics {
  postCount: number;
  commentCount: number;
  followerCount: number;
  followingCount: number;
  reactionsReceived: number;
  commentsReceived: number;
}

/** A post's discussion and counts. */
export interface ThreadSeen {
  comments: CommentSeen[];
  /** Reactions to the post and to its comments, by the target's path. */
  reactions: Map<string, ReactionSeen[]>;
  counts: { commentCount: number; reactionCount: number };
}

export interface ReactionSeen {
  userId: string;
  type: string;
}

/** The public state of a town, as its people see it. */
export interface TownSeen {
  /** By username. */
  people: Map<string, PersonSeen>;
  /** By the post's id: of each post that is there. */
  threads: Map<string, ThreadSeen>;
}

/** What a notification is about: a post and a comment may have the same number. */
export const about = (type: 'user' | 'post' | 'comment', id: string) => `${type} ${id}`;

export const postTarget = (id: string) => `/posts/${id}/reactions`;
export const commentTarget = (id: string) => `/comments/${id}/reactions`;
