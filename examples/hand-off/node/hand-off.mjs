// The owner's side of Grantor's hand-off: what a login page needs. The protocol on one page: docs/hand-off.md.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const key = (secret, direction) => Buffer.from(hkdfSync('sha256', secret, 'grantor', `hand-off ${direction}`, 32));
const mac = (text, key) => createHmac('sha256', key).update(text).digest();
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (text) => JSON.parse(Buffer.from(text, 'base64url').toString());
export const now = () => Math.floor(Date.now() / 1000);

/** The claims of a request that Grantor made for this page within the last five minutes. Throws if it is anything else. */
export function readRequest(token, { secret, page, issuer }) {
  const [head, body, signature, ...more] = String(token).split('.');
  const given = Buffer.from(signature ?? '', 'base64url');
  const right = mac(`${head}.${body}`, key(secret, 'request'));
  if (more.length || given.length !== right.length || !timingSafeEqual(given, right)) throw new Error('Grantor did not sign this');
  const { alg, typ } = decoded(head);
  if (alg !== 'HS256' || typ !== 'grantor-request+jwt') throw new Error('This is no request');
  const request = decoded(body);
  if (request.iss !== issuer || request.aud !== page) throw new Error('This request is for somebody else');
  if (request.exp <= now()) throw new Error('This took too long. Please go back to the app and begin again');
  return request;
}

/** Where to send the browser of somebody who has signed in: back to Grantor, with a signed answer that is good once, for a minute. */
export function answerUrl(request, person, { secret, page }) {
  const { iss: aud, realm, jti } = request;
  const claims = { iss: page, aud, realm, jti, iat: now(), exp: now() + 60, ...person };
  const text = `${encoded({ alg: 'HS256', typ: 'grantor-answer+jwt' })}.${encoded(claims)}`;
  return `${request.return_to}&answer=${text}.${mac(text, key(secret, 'answer')).toString('base64url')}`;
}
