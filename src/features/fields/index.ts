import { sections } from './section.ts';

export { defineField, fieldsCalled, fieldsOf, fieldsToWrite, inWordsOf, type NewField } from './definitions.ts';
export { eventKinds, fieldDefined } from './events.ts';
export {
  type About,
  choiceLabel,
  type Field,
  isFilledByThem,
  type Kind,
  mayEditCompany,
  mayManageFields,
  mayWriteValues,
  type Subject,
} from './field.ts';
export { countWaiting, customerWrites, takeBack, waitingFor } from './field-changes.ts';
export { fieldPages } from './field-pages.tsx';
export {
  bringsClosed,
  type FieldForm,
  inputName,
  peopleToName,
  readFieldForm,
  refuseFilesThatStay,
  typedIntoClosed,
  typedOf,
  withHolders,
} from './form.ts';
export { recordValuesChanged } from './many-changed.ts';
export { ownData } from './own-data.ts';
export { room } from './routes.tsx';
export { sightSubjects } from './sight-subjects.ts';
export { notificationKinds, reactions } from './told.tsx';
export { type Notation, notationOf, readDate, readNumber, readValue, writeNumber } from './value.ts';
export { type Value, valuesOf, valuesOfFields, valuesOfMany, type Written, writeValues } from './values.ts';
export { FieldFacts, valueText } from './views/facts.tsx';
export { FieldsForm } from './views/fields-form.tsx';
export { FieldInputs } from './views/inputs.tsx';
export { namesOf } from './words.ts';

export const settingsSections = sections;
export const filed = [{ table: 'field_values', key: 'file_key', sha256: 'file_sha256' }];
