import './directory-routes.tsx';
import './settings-routes.tsx';
import './yours-routes.tsx';

export { assertionConsumer } from './acs.ts';
export { aheadOfSettings } from './ahead.ts';
export { concealed } from './connections.ts';
export { doors } from './doors.ts';
export { eventKinds, personDeactivated } from './events.ts';
export { confirmDomain, linesOf, stopRequiring } from './operator.ts';
export { ownData } from './own-data.ts';
export { providers } from './providers.ts';
export { readProvidersAnew } from './read-anew.ts';
export { room } from './routes.tsx';
export { scim } from './scim/app.ts';
export { failuresOfDirectories } from './scim/failures.ts';
export { settingsSections } from './section.ts';
export { addUntestedConnection } from './seeded.ts';
export { notificationKinds, reactions } from './told.tsx';
