/** How a reader stands to the author of a post. */
export const RELATIONS = [
  'self',
  'follower',
  'stranger',
  /** Blocked by the author, whom they followed until then. */
  'blocked',
  /** Blocks the author, whom they followed until then. */
  'blocking',
  /** Follows the author, and has muted them. */
  'muting',
  /** Follows the author, and has muted a word that is in all the posts. */
  'mutingWord',
  /** Nobody has reported anything, so a moderator sees what a stranger does. */
  'moderator',
  'signedOut',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Who sees a public and a private post, and all that hangs on it. Whoever is not named does not. */
export interface Seers {
  public: readonly Relation[];
  private: readonly Relation[];
}

const UNBLOCKED = ['self', 'follower', 'stranger', 'muting', 'mutingWord', 'moderator', 'signedOut'] as const;

/**
 * What is promised, by what somebody does at an endpoint. It is written down here, and computed from nothing that the services
 * go by.
 */
export const PROMISED = {
  /** They go to it. A mute hides nothing from who looks. */
  look: { public: UNBLOCKED, private: ['self', 'follower', 'muting', 'mutingWord'] },
  /** They search, and what they have muted is not put before them. */
  found: { public: ['self', 'follower', 'stranger', 'moderator', 'signedOut'], private: ['self', 'follower'] },
  /** It is put before them, since they follow. */
  timeline: { public: ['self', 'follower'], private: ['self', 'follower'] },
  /** They are told of it, since they follow. */
  announcement: { public: ['follower'], private: ['follower'] },
  /** They are told that it names them. */
  mention: { public: ['follower', 'stranger', 'moderator'], private: ['follower'] },
  /** They see that the author is there: a name is more widely seen than posts are. */
  person: { public: UNBLOCKED, private: UNBLOCKED },
  /** They see what the town talks about, which is never what is private. */
  trend: { public: ['self', 'follower', 'stranger', 'moderator', 'signedOut'], private: [] },
  /** They see that a hashtag is in use, not by whom: the same for all, and never from what is private. */
  hashtag: { public: RELATIONS, private: [] },
} satisfies Record<string, Seers>;

const ABOUT_ACCOUNT = 'what auth keeps of an account, for its owner or for those with a role';
const ABOUT_PEOPLE = 'who people are and whom they follow; e2e/support/access-table.ts has what a block does to it';
const OF_REPORTS = 'what was reported, for its reporter, its author and moderators; e2e/test/moderation.test.ts has it';
const SIGNING_IN = 'a step of signing in';
const OWN_SETTINGS = "the caller's own settings";

/** The routes that show no posts, nor what hangs on them, and what they show instead. */
export const NO_CONTENT: Record<string, string> = {
  'GET /.well-known/jwks.json': SIGNING_IN,
  'GET /api/v1/auth/providers': SIGNING_IN,
  'GET /api/v1/auth/providers/{provider}': SIGNING_IN,
  'GET /api/v1/auth/providers/{provider}/callback': SIGNING_IN,
  'GET /api/v1/auth/me': ABOUT_ACCOUNT,
  'GET /api/v1/auth/me/identities': ABOUT_ACCOUNT,
  'GET /api/v1/auth/sessions': ABOUT_ACCOUNT,
  'GET /api/v1/auth/accounts/{userId}': ABOUT_ACCOUNT,
  'GET /api/v1/auth/audit-log': ABOUT_ACCOUNT,
  'GET /api/v1/auth/deletions/{userId}': ABOUT_ACCOUNT,
  'GET /api/v1/reports/mine': OF_REPORTS,
  'GET /api/v1/reports/{reportId}': OF_REPORTS,
  'GET /api/v1/moderation/cases': OF_REPORTS,
  'GET /api/v1/moderation/cases/{caseId}': OF_REPORTS,
  'GET /api/v1/moderation/cases/{caseId}/reports/{reportId}/image': OF_REPORTS,
  'GET /api/v1/moderation/appeals': OF_REPORTS,
  'GET /api/v1/appeals/removals': OF_REPORTS,
  'GET /api/v1/profiles/me': ABOUT_PEOPLE,
  'GET /api/v1/profiles/{userId}/picture/{key}/{variant}': ABOUT_PEOPLE,
  'GET /api/v1/users/{userId}/followers': ABOUT_PEOPLE,
  'GET /api/v1/users/{userId}/following': ABOUT_PEOPLE,
  'GET /api/v1/follow-requests': ABOUT_PEOPLE,
  'GET /api/v1/suggestions/people': ABOUT_PEOPLE,
  'GET /api/v1/blocks': OWN_SETTINGS,
  'GET /api/v1/mutes': OWN_SETTINGS,
  'GET /api/v1/mutes/words': OWN_SETTINGS,
  'GET /api/v1/notifications/preferences': OWN_SETTINGS,
  'GET /api/v1/notifications/unread-count': 'how many notifications there are, of those that the list shows',
  'GET /api/v1/analytics/me': "how much came to the caller's own posts",
};
