import * as accounts from '#features/accounts/index.ts';
import * as articleImport from '#features/article-import/index.ts';
import * as articleReplies from '#features/article-replies/index.ts';
import * as articleSearch from '#features/article-search/index.ts';
import * as audit from '#features/audit/index.ts';
import * as company from '#features/company/index.ts';
import * as deflection from '#features/deflection/index.ts';
import * as fields from '#features/fields/index.ts';
import * as following from '#features/following/index.ts';
import * as gates from '#features/gates/index.ts';
import * as guests from '#features/guests/index.ts';
import * as help from '#features/help/index.ts';
import * as home from '#features/home/index.ts';
import * as identity from '#features/identity/index.ts';
import * as imports from '#features/imports/index.ts';
import * as invitations from '#features/invitations/index.ts';
import * as knowledge from '#features/knowledge/index.ts';
import * as members from '#features/members/index.ts';
import * as newcomers from '#features/newcomers/index.ts';
import * as notifications from '#features/notifications/index.ts';
import * as privacy from '#features/privacy/index.ts';
import * as profile from '#features/profile/index.ts';
import * as roles from '#features/roles/index.ts';
import * as search from '#features/search/index.ts';
import * as segments from '#features/segments/index.ts';
import * as settings from '#features/settings/index.ts';
import * as sso from '#features/sso/index.ts';
import * as tickets from '#features/tickets/index.ts';
import * as viewAs from '#features/view-as/index.ts';
import * as visibility from '#features/visibility/index.ts';
import * as workspaces from '#features/workspaces/index.ts';
import { installEventKinds } from '#platform/events/kinds.ts';
import { reactTask } from '#platform/events/react-task.ts';
import { installReactions } from '#platform/events/reactions.ts';
import type { Filed } from '#platform/files-at-rest.ts';
import { installLongForms } from '#platform/http/form-limits.ts';
import type { Room } from '#platform/http/room.ts';
import type { Chore, Task } from '#platform/jobs/task.ts';
import { installTopicWalls } from '#platform/live/walls.ts';
import { sendTask } from '#platform/mail/send-task.ts';
import type { Concealed } from '#platform/rewrap.ts';
import { sealing } from '#platform/seal/sealer.ts';
import { housekeeping } from './housekeeping.ts';
import type { Limit } from './limits.ts';
import { placesOf } from './places.ts';

/** Every feature and what it brings. A list that is written down: nothing is found by looking into folders. */
export const rooms: readonly Room[] = [
  identity.room,
  home.room,
  home.activityRoom,
  // Before the tickets: none has such a number.
  help.oldRoom,
  tickets.room,
  deflection.room,
  // Before accounts, which would take their addresses for a customer's.
  invitations.room,
  imports.room,
  search.room,
  // Before knowledge, which would take its address for an article's.
  articleReplies.room,
  articleSearch.room,
  segments.room,
  fields.room,
  visibility.room,
  company.room,
  company.switchRoom,
  viewAs.room,
  accounts.room,
  notifications.room,
  following.room,
  following.helpRoom,
  profile.room,
  knowledge.room,
  // After the articles' pictures, which stand below it.
  help.room,
  articleImport.room,
  audit.room,
  audit.streamRoom,
  privacy.room,
  settings.room,
  gates.room,
  roles.room,
  members.room,
  newcomers.room,
  guests.room,
  workspaces.room,
  sso.room,
];

export const limits: readonly Limit[] = [
  ...identity.limits,
  ...tickets.limits,
  ...deflection.limits,
  ...accounts.limits,
  ...imports.limits,
  ...company.limits,
  ...profile.limits,
  ...newcomers.limits,
  ...guests.limits,
  ...knowledge.limits,
  ...help.limits,
  ...following.limits,
  ...search.limits,
];

export const tasks: readonly Task[] = [
  reactTask,
  sendTask,
  ...audit.tasks,
  invitations.waveTask,
  imports.runTask,
  ...search.tasks,
  ...segments.tasks,
  ...viewAs.tasks,
  ...knowledge.tasks,
  ...articleImport.tasks,
];

export const chores: readonly Chore[] = [
  ...housekeeping,
  sealing,
  ...audit.chores,
  ...privacy.chores,
  sso.readProvidersAnew,
  ...search.chores,
  ...segments.chores,
  ...knowledge.chores,
  ...following.chores,
  ...deflection.chores,
];

export const eventKinds = [
  ...identity.eventKinds,
  ...tickets.eventKinds,
  ...deflection.eventKinds,
  ...accounts.eventKinds,
  ...invitations.eventKinds,
  ...imports.eventKinds,
  ...fields.eventKinds,
  ...search.eventKinds,
  ...segments.eventKinds,
  ...gates.eventKinds,
  ...company.eventKinds,
  ...workspaces.eventKinds,
  ...roles.eventKinds,
  ...members.eventKinds,
  ...newcomers.eventKinds,
  ...guests.eventKinds,
  ...profile.eventKinds,
  ...audit.eventKinds,
  ...privacy.eventKinds,
  ...visibility.eventKinds,
  ...sso.eventKinds,
  ...viewAs.eventKinds,
  ...knowledge.eventKinds,
  ...help.eventKinds,
  ...articleImport.eventKinds,
  ...articleReplies.eventKinds,
];

/** Every column with secrets that a rotation of the master key conceals anew. */
export const concealed: readonly Concealed[] = [...audit.concealed, ...sso.concealed, ...identity.concealed];

/** Every column that says where a file's content is. */
export const filed: readonly Filed[] = [...tickets.filed, ...fields.filed, ...knowledge.filed, ...articleImport.filed];

installLongForms(knowledge.longForms);
installEventKinds(eventKinds);
installReactions([
  ...identity.reactions,
  ...tickets.reactions,
  ...members.reactions,
  ...deflection.reactions,
  ...audit.reactions,
  ...newcomers.reactions,
  ...fields.reactions,
  ...segments.reactions,
  ...knowledge.reactions,
  ...help.reactions,
  ...sso.reactions,
]);
notifications.installNotificationKinds([
  ...tickets.notificationKinds,
  ...members.notificationKinds,
  ...identity.notificationKinds,
  ...audit.notificationKinds,
  ...newcomers.notificationKinds,
  ...fields.notificationKinds,
  ...knowledge.notificationKinds,
  ...help.notificationKinds,
  ...sso.notificationKinds,
]);
profile.installOwnData([
  ...identity.ownData,
  ...tickets.ownData,
  ...deflection.ownData,
  ...notifications.ownData,
  ...fields.ownData,
  ...newcomers.ownData,
  ...guests.ownData,
  ...knowledge.ownData,
  ...help.ownData,
  ...following.ownData,
  ...sso.ownData,
  ...invitations.ownData,
  ...imports.ownData,
  ...viewAs.ownData,
]);
search.installSearchKinds([
  tickets.searchKind,
  articleSearch.searchKind,
  articleSearch.draftKind,
  ...accounts.searchKinds,
  members.searchKind,
]);
knowledge.installArticleFollowers([articleSearch.indexArticles]);
knowledge.installBeginners([articleSearch.fromSearch]);
search.installPlaces(placesOf);
knowledge.installLooks(help.looks);
knowledge.installQueues([articleSearch.queue, help.unhelpfulQueue]);
accounts.installAccountRooms([tickets.accountRoom]);
visibility.installSightSubjects(
  [...tickets.sightSubjects, ...accounts.sightSubjects, ...fields.sightSubjects],
  guests.outsiders,
);
tickets.installAdvice(deflection.besideNewTicket);
tickets.installDeskPanels([articleReplies.panel, guests.panel], [accounts.caution]);
tickets.installAnswering([articleReplies.articleAnswering]);
knowledge.installArticleFacts([articleReplies.articleFacts]);
installTopicWalls({
  account: accounts.accountWall,
  article: knowledge.articleWall,
  ticket: tickets.ticketWall,
  tickets: tickets.supportWall,
});
identity.installProviders(sso.providers);
identity.installTeamInvitations(members.openTeamInvitation);
identity.installSignUpOffer(newcomers.offersSignUp);
roles.installProof(identity.askProof);
home.installNeeds([tickets.ticketsWaitingForYou]);
settings.installSettings([
  ...workspaces.settingsSections,
  ...gates.settingsSections,
  ...members.settingsSections,
  ...roles.settingsSections,
  ...visibility.settingsSections,
  ...identity.settingsSections,
  ...newcomers.settingsSections,
  ...sso.settingsSections,
  ...viewAs.settingsSections,
  ...privacy.settingsSections,
  ...audit.settingsSections,
  ...fields.settingsSections,
  ...articleImport.settingsSections,
  ...help.settingsSections,
  ...search.settingsSections,
  ...deflection.settingsSections,
]);
