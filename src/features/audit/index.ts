import { checkTask, nightlyCheck } from './check.ts';
import { deliverTask, streamLog } from './streams/deliver.ts';
import { streamSection } from './streams/section.ts';
import { tellOfStopped } from './streams/told.tsx';

export { maySeeLog } from './access.ts';
export { type BackupProof, noteOperator, proveBackup } from './backup-proof.ts';
export { eventKinds } from './events.ts';
export { room } from './routes.tsx';
export { streamRoom } from './streams/routes.tsx';
export { addStream, stopStream } from './streams/stream.ts';
export { notificationKinds } from './streams/told.tsx';

export const tasks = [checkTask, deliverTask];
export const chores = [nightlyCheck, streamLog];
export const reactions = [tellOfStopped];
export const settingsSections = [streamSection];
export const concealed = [
  { table: 'log_streams', column: 'secret' },
  { table: 'log_streams', column: 'previous_secret', as: 'secret' },
];
