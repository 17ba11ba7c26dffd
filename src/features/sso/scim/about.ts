import { GROUP, USER } from './shapes.ts';

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
export const MOST_RESULTS = 200;

export const configuration = (base: string) => ({
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token made in the settings of the portal',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

export const resourceTypes = (base: string) =>
  [
    ['User', '/Users', USER],
    ['Group', '/Groups', GROUP],
  ].map(([id, endpoint, schema]) => ({
    schemas: [TYPE],
    id,
    name: id,
    endpoint,
    schema,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
  }));

type More = Record<string, unknown>;

const attribute = (name: string, more: More = {}) => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});
const yes = (name: string) => attribute(name, { type: 'boolean' });
const complex = (name: string, subAttributes: unknown[], more: More = {}) =>
  attribute(name, { type: 'complex', subAttributes, ...more });
const several = (name: string, more: More = {}) =>
  complex(name, [attribute('value'), attribute('type'), yes('primary')], { multiValued: true, ...more });
const references = (name: string, mutability: string) =>
  complex(name, [attribute('value', { mutability }), attribute('display', { mutability: 'readOnly' })], {
    multiValued: true,
    mutability,
  });

export const schemas = (base: string) =>
  [
    {
      id: USER,
      name: 'User',
      attributes: [
        attribute('userName', { required: true, uniqueness: 'server' }),
        complex(
          'name',
          ['formatted', 'givenName', 'familyName'].map((name) => attribute(name)),
        ),
        ...['displayName', 'title', 'preferredLanguage', 'locale', 'timezone'].map((name) => attribute(name)),
        yes('active'),
        several('emails'),
        several('phoneNumbers'),
        references('groups', 'readOnly'),
      ],
    },
    {
      id: GROUP,
      name: 'Group',
      attributes: [
        attribute('displayName', { required: true, uniqueness: 'server' }),
        references('members', 'readWrite'),
      ],
    },
  ].map((schema) => ({
    schemas: [SCHEMA],
    ...schema,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  }));
