/** The services that may ask for posts, whoever may see them. */
export const READERS = ['comment', 'reaction', 'feed', 'notification', 'search', 'engagement'];
