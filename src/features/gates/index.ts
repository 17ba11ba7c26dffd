import { section } from './section.ts';

export { eventKinds } from './events.ts';
export { gateNames, readGate, shownGate } from './form.ts';
export {
  everyone,
  gateKinds,
  gatesOf,
  mayManageGates,
  type OpenTo,
  openedBy,
  segmentsOpening,
  setGate,
  shutFor,
} from './gate.ts';
export { objectName } from './object-name.ts';
export { room } from './routes.tsx';
export { openedByField, type SegmentToName, segmentsToName } from './self-opened.ts';
export { filledNote, GateInputs } from './views/gate-inputs.tsx';

export const settingsSections = [section];
