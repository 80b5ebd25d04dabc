import {
  type Page,
  PERSONAL_DATA_PATH,
  PERSONAL_IMAGE_PATH,
  type PersonalDataItem,
  type PersonalDataKind,
  type PersonalDataOwner,
  PersonalDataPage,
  type PersonalImageOwner,
} from '@townsquare/contracts';
import { type DaprClient, type PageRequest, unavailable } from '@townsquare/kit';

/** What the other services hold of a person. Throws `unavailable` when one does not answer. */
export interface OthersData {
  /** A page of one kind. */
  read(
    owner: PersonalDataOwner,
    kind: PersonalDataKind,
    userId: string,
    request: PageRequest,
  ): Promise<Page<PersonalDataItem>>;
  /** The bytes of an image; undefined where it is gone. */
  readImage(owner: PersonalImageOwner, userId: string, image: string): Promise<Buffer | undefined>;
}

/** The services, called through the sidecars. */
export function othersDataThroughSidecar(dapr: DaprClient): OthersData {
  return {
    async read(owner, kind, userId, { limit, cursor }) {
      const query = new URLSearchParams({ userId, limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
      const found = await dapr.invoke(owner, 'GET', `${PERSONAL_DATA_PATH.replace('{kind}', kind)}?${query}`);
      // It has an answer for everybody, so it is not there in full.
      if (found === null) throw unavailable(owner, `It does not know of ${kind}.`);
      return PersonalDataPage.parse(found);
    },
    async readImage(owner, userId, image) {
      const path = `${PERSONAL_IMAGE_PATH.replace('{image}', image)}?userId=${userId}`;
      return (await dapr.invokeFile(owner, path)) ?? undefined;
    },
  };
}
