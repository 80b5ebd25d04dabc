import type { PERSONAL_IMAGES, PersonalDataKind } from '@townsquare/contracts';

/** What auth itself holds of a person, and what of it each file has. */
export const OWN_FILES = {
  account: 'your account: names, e-mail address, roles, and what protects it',
  sessions: 'where you are signed in',
  identities: 'the providers that you can sign in with, and the name by which each knows you',
  sanctions: 'when and why you were suspended or banned',
  reports: 'what you have reported to the moderators, and what became of it',
  removals: 'what of yours the moderators have removed, and why',
  appeals: 'your appeals against what was decided about you',
};
export type OwnKind = keyof typeof OWN_FILES;
export const OWN_KINDS = Object.keys(OWN_FILES) as OwnKind[];

/** What the other services hold. */
const OTHERS_FILES: Record<PersonalDataKind, string> = {
  profile: 'your profile, as others see it',
  pictures: 'the picture of your profile; the image itself is pictures/<image>.webp',
  following: 'whom you follow, and since when',
  followers: 'who follows you, and since when',
  'follow-requests-sent': 'whom you have asked to follow, and when, as long as there is no answer',
  'follow-requests-received': 'who asks to follow you, and since when',
  blocks: 'whom you have blocked, and since when',
  mutes: 'whom you have muted, and since when',
  'muted-words': 'the words that you would not be shown',
  'dismissed-suggestions': 'whom you would not have suggested to you, and since when',
  posts: 'your posts; their images are images/<image>.webp',
  images: 'the images that you uploaded, also those that no post has; each is images/<image>.webp',
  comments: 'what you have written under posts',
  reactions: 'what you have reacted to, and how',
  notifications: 'what you were told, as you see it now',
  'notification-preferences': 'what you want to be told',
};

const OTHERS_KINDS = Object.keys(OTHERS_FILES) as PersonalDataKind[];

/** The names of files in the download. */
export const ownFile = (kind: OwnKind) => `account/${kind}.json`;
export const othersFile = (kind: PersonalDataKind) => `${kind}.json`;
export const imageFile = (kind: (typeof PERSONAL_IMAGES)[keyof typeof PERSONAL_IMAGES], image: string) =>
  `${kind}/${image}.webp`;

/** What a download is called when it is kept. */
export function downloadName(username: string, at: Date): string {
  return `townsquare-${username}-${at.toISOString().slice(0, 10)}.zip`;
}

/** The text that explains a download. */
export function readMe(username: string, at: Date): string {
  const own = OWN_KINDS.map((kind) => `${ownFile(kind)}: ${OWN_FILES[kind]}`);
  const others = OTHERS_KINDS.map((kind) => `${othersFile(kind)}: ${OTHERS_FILES[kind]}`);
  return [
    `What Townsquare keeps of the account ${username}, read from ${at.toISOString()} on.`,
    '',
    'Each file is a list in JSON, the newest first; where there is nothing of a kind, the list is empty. Images are WebP,',
    'times are in UTC. Left out is what is only worked out from the rest, such as counts and timelines, and what protects',
    'your account: of passwords, codes and tokens no more than digests are kept.',
    '',
    ...own,
    ...others,
    '',
  ].join('\n');
}
