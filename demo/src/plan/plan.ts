import type { ReactionType } from '@townsquare/contracts';
import type { Network } from '../network/network.js';
import type { WrittenPost } from '../text/writer.js';

/** Everything that the demo is going to do, decided before the first request. People are numbered as in the network. */
export interface Plan {
  network: Network;
  people: PlannedPerson[];
  /** Who follows whom: each friendship both ways. */
  follows: [follower: number, following: number][];
  posts: PlannedPost[];
  comments: PlannedComment[];
  reactions: PlannedReaction[];
}

export interface PlannedPerson {
  username: string;
  email: string;
  password: string;
  fullName: string;
  bio: string;
}

/** No two posts of one person have the same text: by it a second run knows which are there. */
export interface PlannedPost extends WrittenPost {
  author: number;
  isPrivate: boolean;
  mentions: number[];
  /** The number of the image that goes with it. */
  image: number | null;
}

/** No two comments of one person under one post have the same text. */
export interface PlannedComment {
  post: number;
  author: number;
  /** The comment that it answers; always one that stands before it in the list. */
  parent: number | null;
  content: string;
}

/** At most one for each person and target. */
export interface PlannedReaction {
  author: number;
  target: { post: number } | { comment: number };
  type: ReactionType;
}

/** How much is done; counts are a person's on average. */
export interface PlanSizes {
  posts: number;
  comments: number;
  reactions: number;
  /** Posts with an image, in all. */
  images: number;
}
