// An OpenID provider on loopback for one test: provider.mjs PORT. Every name and password signs in; what a user may do
// is in the claim `roles`. Says "ready" on a line of its own.
import { generateKeyPairSync } from 'node:crypto';

import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const roles = {
  oscar: ['staff', 'camera-operators'],
  vera: ['camera-viewers'],
  ann: ['camera-viewers', 'camera-admins'],
  robot: ['camera-viewers'],
};

// Audience and algorithm of the access tokens for each resource.
const resources = {
  'urn:cams': { audience: 'camera-service', alg: 'RS256' },
  'urn:cams:es': { audience: 'camera-service', alg: 'ES256' },
  'urn:cams:ed': { audience: 'camera-service', alg: 'EdDSA' },
  'urn:cams:ps': { audience: 'camera-service', alg: 'PS256' },
  'urn:lights': { audience: 'light-service', alg: 'RS256' },
};

function key(kid, type, options) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: `${kid}-${port}`, use: 'sig' };
}

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'web',
    client_secret: 'not-a-secret',
    redirect_uris: ['http://127.0.0.1/callback'],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }, {
    client_id: 'robot',
    client_secret: 'not-a-secret',
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
  }],
  jwks: {
    keys: [key('rsa', 'rsa', { modulusLength: 2048 }), key('ec', 'ec', { namedCurve: 'P-256' }), key('ed', 'ed25519')],
  },
  cookies: { keys: ['not-a-secret'] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: (ctx, token) => ({ roles: roles[token.accountId ?? token.clientId] ?? [] }),
  ttl: { AccessToken: 300, ClientCredentials: 300 },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => ({
        scope: '',
        audience: resources[resource].audience,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: resources[resource].alg } },
      }),
    },
  },
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
