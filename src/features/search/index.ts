import { fillTask, wordsNightly, wordsTask } from './fill.ts';
import { section } from './synonyms-routes.tsx';

export { type Entry, indexed, indexedAll } from './entry.ts';
export { eventKinds } from './events.ts';
export { renewWordsSoon } from './fill.ts';
export { type InVain, searchedInVain, searchesKept } from './kept.ts';
export {
  installPlaces,
  installSearchKinds,
  type Line,
  type SearchKind,
  type SearchPlace,
} from './kinds.ts';
export { room } from './routes.tsx';
export { addSynonyms } from './synonyms.ts';
export { PaletteDialog } from './views/palette-dialog.tsx';
export { askedIn, localesOf } from './words.ts';

export const settingsSections = [section];
export const tasks = [fillTask, wordsTask];
export const chores = [wordsNightly];
