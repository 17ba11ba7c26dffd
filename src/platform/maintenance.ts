import path from 'node:path';

/** As long as this file is there, portals answer with their maintenance page. */
export const maintenanceFile = (dataDir: string): string => path.join(dataDir, 'maintenance');
