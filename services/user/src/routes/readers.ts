/** The services that may ask for profiles and follows. */
export const READERS = ['post', 'comment', 'reaction', 'feed', 'notification', 'search', 'engagement'];
