// oidc-provider with its own store in memory: opaque access tokens, and JWTs (ES256) for whoever names the resource.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const port = process.env.BENCH_PORT;
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'bench',
    client_secret: process.env.BENCH_SECRET,
    id_token_signed_response_alg: 'ES256',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  cookies: { keys: [process.env.BENCH_SECRET] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } }, scope: 'read' }),
    },
  },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
  scopes: ['openid', 'read'],
});
createServer(provider.callback()).listen(port, '127.0.0.1');
