import { createRoom } from '#platform/http/room.ts';
import { audienceRoutes } from './audience-routes.tsx';
import { careRoutes } from './care-routes.tsx';
import { categoryRoutes } from './category-routes.tsx';
import { editRoutes } from './edit-routes.tsx';
import { historyRoutes } from './history-routes.tsx';
import { listRoutes } from './list-routes.tsx';
import { pictureRoutes } from './picture-routes.ts';
import { previewRoutes } from './preview-routes.tsx';

export const room = createRoom('knowledge');

// Before /knowledge/:number, which would take their names for one.
listRoutes(room);
categoryRoutes(room);
editRoutes(room);
careRoutes(room);
historyRoutes(room);
audienceRoutes(room);
previewRoutes(room);
pictureRoutes(room);
