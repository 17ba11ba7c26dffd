import { lookTask } from './look.ts';
import { importTask } from './run.ts';
import { section } from './section.ts';
import { undoTask } from './undo.ts';

export { eventKinds } from './events.ts';
export { room } from './routes.tsx';

export const settingsSections = [section];
export const tasks = [lookTask, importTask, undoTask];
export const filed = [{ table: 'article_imports', key: 'storage_key', sha256: 'sha256' }];
