import { createRoom } from '#platform/http/room.ts';
import { articleRoutes } from './article-routes.tsx';
import { cardRoutes } from './card-routes.ts';
import { feedRoutes } from './feed-routes.tsx';
import { listRoutes } from './list-routes.tsx';
import { readersRoutes } from './readers-routes.tsx';
import { robotRoutes } from './robot-routes.ts';
import { searchRoutes } from './search-routes.tsx';
import { settingsRoutes } from './settings-routes.tsx';

export const room = createRoom('help', 'help');

robotRoutes(room);
// Before the categories: none is called so.
cardRoutes(room);
// Before the categories: "search" is none.
searchRoutes(room);
// Before the articles: "feed.xml" is nobody's slug.
feedRoutes(room);
listRoutes(room);
articleRoutes(room);
readersRoutes(room);
settingsRoutes(room);
