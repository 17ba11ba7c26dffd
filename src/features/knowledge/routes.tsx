import { createRoom } from '#platform/http/room.ts';
import { pictureRoutes } from './picture-routes.ts';

export const room = createRoom('knowledge');

pictureRoutes(room);
