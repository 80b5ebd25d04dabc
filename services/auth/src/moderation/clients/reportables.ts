import { getReportable, type Reportable, type ReportableType } from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** Something that can be reported. */
export interface ReportTarget {
  type: ReportableType;
  id: string;
}

/** What others' things look like, asked of their owners. */
export interface Reportables {
  /** What the reader sees of it; undefined where they do not see it. */
  find(target: ReportTarget, readerId: string): Promise<Reportable | undefined>;
}

/** The owners, called through the sidecars. They alone decide who sees what. */
export function reportablesThroughSidecar(dapr: DaprClient): Reportables {
  return {
    async find({ type, id }, readerId) {
      const { appId, path, answer } = getReportable[type];
      const found = await dapr.invoke(appId, 'GET', `${path}?id=${id}&readerId=${readerId}`);
      return found === null ? undefined : answer.parse(found);
    },
  };
}
