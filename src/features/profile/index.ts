export { askedForm, takenAlong } from './data-headers.ts';
export { limits } from './data-routes.tsx';
export { dataOf, type Entry, installOwnData } from './download.ts';
export { eventKinds } from './events.ts';
export { room } from './routes.tsx';
export { ZoneOptions } from './views/zone-options.tsx';
