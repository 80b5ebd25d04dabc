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

/** Reads what the other services hold about a person. Throws `unavailable` when a service does not respond. */
export interface OthersData {
  /** Returns a page of one kind of data. */
  read(
    owner: PersonalDataOwner,
    kind: PersonalDataKind,
    userId: string,
    request: PageRequest,
  ): Promise<Page<PersonalDataItem>>;
  /** Returns the bytes of an image; undefined where it has been deleted. */
  readImage(owner: PersonalImageOwner, userId: string, image: string): Promise<Buffer | undefined>;
}

/** Calls the services through the sidecar. */
export function othersDataThroughSidecar(dapr: DaprClient): OthersData {
  return {
    async read(owner, kind, userId, { limit, cursor }) {
      const query = new URLSearchParams({ userId, limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
      const found = await dapr.invoke(owner, 'GET', `${PERSONAL_DATA_PATH.replace('{kind}', kind)}?${query}`);
      // A service that is up has a page for every account.
      if (found === null) throw unavailable(owner, `It does not know of ${kind}.`);
      return PersonalDataPage.parse(found);
    },
    async readImage(owner, userId, image) {
      const path = `${PERSONAL_IMAGE_PATH.replace('{image}', image)}?userId=${userId}`;
      return (await dapr.invokeFile(owner, path)) ?? undefined;
    },
  };
}
