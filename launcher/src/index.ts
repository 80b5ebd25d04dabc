/** What other programs of this repository use of the launcher. */
export { freshTown } from './commands/fresh-town.js';
export { upParts } from './commands/parts.js';
export type { RunningTown } from './commands/start.js';
export { stopAll } from './commands/stop.js';
export { describeFailure, Failure } from './failure.js';
export { OPERATOR, operatorOf } from './operator/operator.js';
export { differenceLines, recount, recountTown } from './operator/recount.js';
export { requireProgram } from './parts/install.js';
export { ingressPorts, partPorts, servicePorts } from './ports.js';
export type { ProcessSpec } from './process-spec.js';
export type { Progress } from './progress.js';
export { instancesOf, services } from './services.js';
export { type Session, withSession } from './session.js';
export { buildOnce } from './sidecar/build.js';
export { sidecarName } from './sidecar/spec.js';
export { freePorts } from './system/ports.js';
export { findMarked, residentBytes } from './system/processes.js';
export { run } from './system/run.js';
export { waitFor } from './system/wait.js';
export {
  cacheFolder,
  everydayTown,
  faultsTown,
  logFile,
  repository,
  requireProfile,
  type Town,
  townPaths,
} from './town.js';
