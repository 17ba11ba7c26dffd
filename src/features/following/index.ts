import { tellFollowers } from './letters.ts';

export { type Followed, follow } from './follow.ts';
export { limits } from './limits.ts';
export { ownData } from './own-data.ts';
export { followButton, helpRoom, room } from './routes.tsx';
export { FollowingSection } from './views/following.tsx';

export const chores = [tellFollowers];
