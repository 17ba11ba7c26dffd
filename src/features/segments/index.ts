import { weighAfterField } from './field-gone.ts';
import { weighDaily, weighTask } from './jobs.ts';

export { mayManageSegments } from './access.ts';
export { type Attribute, attributesOf } from './attributes.ts';
export { makeSegment } from './change.ts';
export { eventKinds } from './events.ts';
export { type Asked, allHold, askedOf } from './filter.ts';
export { pick } from './picks.ts';
export { room } from './routes.tsx';
export type { Condition, Rule } from './rule.ts';
export { findSegment, listSegments, type Segment, segmentNames, segmentsByAccount } from './segment.ts';
export { conditionText } from './sentence.ts';
export { type Draft, queryOf, readConditions, type Typed, writeConditions } from './typed.ts';
export { Conditions } from './views/conditions.tsx';
export { MemberOf } from './views/member-of.tsx';
export { MoreFilters } from './views/more-filters.tsx';
export { reasonTexts } from './views/reason.tsx';
export { weighEverybody } from './weigh.ts';
export { type Membership, type Reason, reasonsFor, segmentsOf } from './why.ts';

export const tasks = [weighTask];
export const chores = [weighDaily];
export const reactions = [weighAfterField];
