import { getReportable, type Reportable, type ReportableType } from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** A post, comment or person that can be reported. */
export interface ReportTarget {
  type: ReportableType;
  id: string;
}

/** Reads reported content from the services that own it. */
export interface Reportables {
  /** Returns what the reader sees of the target; undefined where they may not see it. */
  find(target: ReportTarget, readerId: string): Promise<Reportable | undefined>;
}

/** Calls the owners through the sidecar. They decide what the reader may see. */
export function reportablesThroughSidecar(dapr: DaprClient): Reportables {
  return {
    async find({ type, id }, readerId) {
      const { appId, path, answer } = getReportable[type];
      const found = await dapr.invoke(appId, 'GET', `${path}?id=${id}&readerId=${readerId}`);
      return found === null ? undefined : answer.parse(found);
    },
  };
}
