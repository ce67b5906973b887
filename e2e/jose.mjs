// An API as it meets its authorization server: metadata, key set, signature, type and claims (RFC 9068 section 4), by a library that knows nothing of Grantor.
// node jose.mjs ISSUER SECONDS TOKEN…: a line of JSON for each token, the claims and the `kid` of a good one.
import { createRemoteJWKSet, jwtVerify } from "jose";

const [issuer, seconds, ...tokens] = process.argv.slice(2);
const { origin, pathname } = new URL(issuer);
const metadata = await (await fetch(`${origin}/.well-known/oauth-authorization-server${pathname}`)).json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
const demanded = {
  algorithms: ["ES256"],
  typ: "at+jwt",
  issuer: metadata.issuer,
  audience: `${issuer}/api`,
  requiredClaims: ["sub", "client_id", "iat", "exp", "jti"],
  currentDate: new Date(Number(seconds) * 1000),
};

for (const token of tokens) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, demanded);
    console.log(JSON.stringify({ ...payload, kid: protectedHeader.kid }));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.code }));
  }
}
