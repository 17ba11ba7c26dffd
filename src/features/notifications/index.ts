export { installNotificationKinds, type Notification, notificationKind } from './kinds.ts';
export { notify, wasTold } from './notify.ts';
export { ownData } from './own-data.ts';
export { unreadCount, unreadLeadingTo } from './queries.ts';
export { room } from './routes.tsx';
export { MarkRead } from './views/mark-read.tsx';
