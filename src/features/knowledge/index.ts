import { barePictures } from './bare-pictures.ts';
import { clock, dueTask, remind } from './due.ts';

export { articleWall, findArticle, mayPublish, mayWrite, textIn } from './access.ts';
export { addressesTaken, lockAddresses } from './address.ts';
export { type Article, type Audience, audiences, type State, stateOf } from './article.ts';
export { type Beginner, installBeginners } from './beginners.ts';
export { blocksOf } from './blocks.ts';
export { cleanBody, type Lost } from './body.ts';
export { type Category, categoriesOf, titleFor, titlesOfCategories } from './category.ts';
export { categoriesFor } from './counted.ts';
export { crumbs } from './crumbs.ts';
export { currentText, saveDraft } from './draft.ts';
export { embedOf } from './embeds.ts';
export { ARTICLES_TOPIC, eventKinds, HELP_TOPIC, readersTopic } from './events.ts';
export { type ArticleFacts, installArticleFacts } from './facts.ts';
export { type Follower, installArticleFollowers, readersSee, tellReaders } from './followers.ts';
export { articlesOf, passArticles } from './held.ts';
export { bestOf, known as wouldBeLanguages, languageName, languagesOf, setLanguages } from './languages.ts';
export { leadsTo, unwrapped } from './leads.ts';
export {
  isAnythingLive,
  type LiveArticle,
  latestArticles,
  latestNews,
  liveArticle,
  liveArticlesBeside,
  liveArticlesIn,
  nextEnd,
  publicAddresses,
} from './live.ts';
export { type LiveCategory, namedCategories } from './live-categories.ts';
export { type LiveText, liveArticlesById, livePlaces } from './live-texts.ts';
export { createMemory, memoryByHub } from './memory.ts';
export { addCategory, removeCategory } from './organise.ts';
export { ownData } from './own-data.ts';
export { ownDrafts } from './own-drafts.ts';
export { ownerOf } from './owner.ts';
export { articleLink, articlePath, picturePath } from './path.ts';
export { limits, SHARED } from './picture-routes.ts';
export { addPicture } from './pictures.ts';
export { installLooks, type Looks } from './preview.ts';
export { archive, cancelSchedule, publish } from './publish.ts';
export { installQueues, type Queue } from './queues.ts';
export { notificationKinds, reactions } from './reactions.tsx';
export { readableAt } from './readable-at.ts';
export { isWithin, type ReadBy, readersHere } from './readers-here.ts';
export { rememberedLanguages } from './remembered-languages.ts';
export { headingsOf, type Rendered, rendered } from './render.ts';
export { room } from './routes.tsx';
export { slugOf } from './slug.ts';
export { type Standing, standingOf } from './standing.ts';
export { startArticle } from './start.ts';
export { teamTitle, teamTitles } from './titles.ts';
export { care, dropSaves, setAudience, setOwner, takeOver, verify } from './upkeep.ts';
export { versionOf } from './version.ts';

export const tasks = [dueTask];
export const chores = [clock, remind, barePictures];
/** An article may hold everything that was pasted into it. */
export const longForms = [/^\/knowledge\/\d+\/draft$/];
export const filed = [{ table: 'article_pictures', key: 'storage_key', sha256: 'sha256' }];
export { BeginningFields } from './views/beginning-fields.tsx';
