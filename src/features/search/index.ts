import { fillTask, wordsNightly, wordsTask } from './fill.ts';
import { section } from './synonyms-routes.tsx';

export { type Entry, indexed, indexedAll, indexedFirst } from './entry.ts';
export { eventKinds } from './events.ts';
export { isFilling, renewUse, renewWordsSoon } from './fill.ts';
export { type Found, find, type Hit, type Wish } from './find.ts';
export {
  answeredBy,
  BY_PROGRAM,
  type InVain,
  isFetchedAhead,
  limits,
  noteSearch,
  openedByPrograms,
  searchedInVain,
  searchesKept,
  settleSearch,
  wasAsked,
} from './kept.ts';
export {
  installPlaces,
  installSearchKinds,
  type Line,
  type SearchKind,
  type SearchPlace,
} from './kinds.ts';
export { meantBy } from './meant.ts';
export { oftenOpened } from './often.ts';
export { room } from './routes.tsx';
export { addSynonyms } from './synonyms.ts';
export { DidYouMean, Marked } from './views/marked.tsx';
export { PaletteDialog } from './views/palette-dialog.tsx';
export { type Asked, askedIn, localesOf, MAX_TYPED, wordsIn } from './words.ts';

export const settingsSections = [section];
export const tasks = [fillTask, wordsTask];
export const chores = [wordsNightly];
