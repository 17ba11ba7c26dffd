import { createRoom } from '#platform/http/room.ts';
import { beginRoutes } from './begin-routes.tsx';
import { pickRoutes } from './pick-routes.tsx';

export const room = createRoom('article-replies');

pickRoutes(room);
beginRoutes(room);
