export { mayOpen, ticketWall } from './access.ts';
export { accountRoom } from './account-room.ts';
export { assign, triage } from './assign.ts';
export { reopen, solve } from './close.ts';
export { eventKinds } from './events.ts';
export { limits } from './files.ts';
export { upTo99, waitingTickets } from './inbox.ts';
export { openTicketsOfAccount, ticketsWaitingForYou } from './needs.ts';
export { addNote } from './note.ts';
export { openTicket } from './open.ts';
export { ownData } from './own-data.ts';
export { notificationKinds, reactions } from './reactions.tsx';
export { reply } from './reply.ts';
export { room } from './routes.tsx';
export { sightSubjects } from './sight-subjects.ts';
export { refOf, type Status } from './ticket.ts';
export { TurnOf } from './views/badges.tsx';

export const filed = [{ table: 'attachments', key: 'storage_key', sha256: 'sha256' }];
