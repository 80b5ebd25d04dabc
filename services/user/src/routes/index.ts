import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countFollows } from './count-follows.js';
import { deleteBlock } from './delete-block.js';
import { deleteFollow } from './delete-follow.js';
import { deleteFollowRequest } from './delete-follow-request.js';
import { deleteFollower } from './delete-follower.js';
import { deleteMute } from './delete-mute.js';
import { deleteMyPicture } from './delete-my-picture.js';
import { dismissSuggestedPerson } from './dismiss-suggested-person.js';
import { exportFollowers } from './export-followers.js';
import { exportGraph } from './export-graph.js';
import { exportProfiles } from './export-profiles.js';
import { getInternalFollows } from './get-internal-follows.js';
import { getInternalProfiles } from './get-internal-profiles.js';
import { getMutedWords } from './get-muted-words.js';
import { getMyProfile } from './get-my-profile.js';
import { getPersonalData } from './get-personal-data.js';
import { getPersonalPicture } from './get-personal-picture.js';
import { getPicture } from './get-picture.js';
import { getProfile } from './get-profile.js';
import { getProfileByUsername } from './get-profile-by-username.js';
import { getReportable } from './get-reportable.js';
import { listBlocks } from './list-blocks.js';
import { listFollowRequests } from './list-follow-requests.js';
import { listFollowers } from './list-followers.js';
import { listFollowing } from './list-following.js';
import { listMutes } from './list-mutes.js';
import { listSuggestedPeople } from './list-suggested-people.js';
import { patchMyProfile } from './patch-my-profile.js';
import { putBlock } from './put-block.js';
import { putFollow } from './put-follow.js';
import { putFollowRequest } from './put-follow-request.js';
import { putMute } from './put-mute.js';
import { putMutedWords } from './put-muted-words.js';
import { putMyPicture } from './put-my-picture.js';
import { restoreSuggestedPerson } from './restore-suggested-person.js';

export function createRoutes(context: Context): Route[] {
  const routes = [
    // `me` comes before `{userId}`, which would match it.
    getMyProfile,
    patchMyProfile,
    putMyPicture,
    deleteMyPicture,
    getProfileByUsername,
    getProfile,
    getPicture,
    putFollow,
    deleteFollow,
    deleteFollower,
    listFollowers,
    listFollowing,
    listFollowRequests,
    putFollowRequest,
    deleteFollowRequest,
    putBlock,
    deleteBlock,
    listBlocks,
    putMute,
    deleteMute,
    listMutes,
    getMutedWords,
    putMutedWords,
    listSuggestedPeople,
    dismissSuggestedPerson,
    restoreSuggestedPerson,
    getInternalProfiles,
    getInternalFollows,
    getReportable,
    getPersonalData,
    getPersonalPicture,
    exportProfiles,
    exportGraph,
    exportFollowers,
    countFollows,
  ];
  return routes.map((route) => route(context));
}
