import { section } from './section.ts';

export { eventKinds } from './events.ts';
export { gateNames, readGate } from './form.ts';
export {
  everyone,
  gateKinds,
  gatesOf,
  mayManageGates,
  type OpenTo,
  openedBy,
  segmentsToName,
  setGate,
  shutFor,
} from './gate.ts';
export { objectName } from './object-name.ts';
export { room } from './routes.tsx';
export { GateInputs } from './views/gate-inputs.tsx';

export const settingsSections = [section];
