import {
  type Export,
  type ExportPage,
  type ExportRange,
  exportPosts,
  exportProfiles,
  type PostRecord,
  type ProfileRecord,
} from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

type Pages<Item> = (range: ExportRange) => Promise<ExportPage<Item>>;

/** All that the owners of the data have, page by page: for rebuilding and proving what is derived from it. */
export interface Exports {
  profiles: Pages<ProfileRecord>;
  posts: Pages<PostRecord>;
}

/** The owners, called through the sidecars. */
export function exportsThroughSidecar(dapr: DaprClient): Exports {
  const pages =
    <Item>({ appId, path, answer }: Export<Item>): Pages<Item> =>
    async (range) => {
      const query = new URLSearchParams(Object.entries(range).filter(([, value]) => value !== undefined));
      return answer.parse(await dapr.invoke(appId, 'GET', `${path}?${query}`));
    };
  return { profiles: pages(exportProfiles), posts: pages(exportPosts) };
}
