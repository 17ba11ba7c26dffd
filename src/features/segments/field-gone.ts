import { fieldDefined } from '#features/fields/index.ts';
import { reaction } from '#platform/events/reactions.ts';
import { weighByField } from './weigh.ts';

/** A condition on a field that is put away is met by nobody: nobody keeps a room by what no page shows. Back again, it is met as before. */
export const weighAfterField = reaction(
  'segments.weigh-after-field',
  fieldDefined,
  async (ctx, { subjectId, data }) => {
    if (data.how === 'archived' || data.how === 'restored') await weighByField(ctx, subjectId);
  },
);
