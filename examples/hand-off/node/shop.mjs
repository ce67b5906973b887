// A site with users of its own, and a login page that Grantor hands people off to. Settings: see ../README.md.
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { answerUrl, now, readRequest } from './hand-off.mjs';

const { SECRET: secret, PAGE: page, ISSUER: issuer, USERS = '../users.json' } = process.env;
const { origin, pathname, port } = new URL(page);
const sessions = new Map(); // What our own cookie says: who signed in, and when.

const users = () => JSON.parse(readFileSync(USERS));
const escaped = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const form = (request, said) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<h1>Our own site</h1><p>${said}</p>
<form method="post" action="${escaped(pathname)}">
<input type="hidden" name="request" value="${escaped(request)}">
<label>User name <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`;

function signIn(username, password) {
  const user = users().find((user) => user.username === username);
  const [salt, hash] = (user?.password ?? `00:${'0'.repeat(64)}`).split(':');
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, 'hex'), 32), Buffer.from(hash, 'hex')) ? user : undefined;
}

/** Status, headers and text of the answer. */
function answer({ method, headers, url }, fields) {
  const asked = new URL(url, page);
  if (asked.pathname !== pathname) return [404, {}, 'There is nothing here'];
  const token = (method === 'POST' ? fields : asked.searchParams).get('request') ?? '';
  const request = readRequest(token, { secret, page, issuer });
  let [session, cookie] = [sessions.get(/(?:^|; )site=([^;]+)/.exec(headers.cookie)?.[1]), {}];
  if (method === 'POST') {
    if (headers.origin !== origin) throw new Error('This form is not ours');
    const user = signIn(fields.get('username') ?? '', fields.get('password') ?? '');
    if (!user) return [200, {}, form(token, 'User name and password do not belong together.')];
    const id = randomBytes(32).toString('base64url');
    sessions.set(id, (session = { user: user.id, since: now() }));
    cookie = { 'Set-Cookie': `site=${id}; Path=/; HttpOnly; SameSite=Lax${page.startsWith('https:') ? '; Secure' : ''}` };
  } else if (request.prompt === 'login') session = undefined; // Grantor wants them to prove it again.
  const user = users().find((user) => user.id === session?.user);
  if (!user) return [200, {}, form(token, 'Who are you?')];
  const { id: sub, username: preferred_username, email, email_verified, given_name, family_name } = user;
  const person = { sub, preferred_username, email, email_verified, given_name, family_name, auth_time: session.since, amr: ['pwd'] };
  return [303, { ...cookie, Location: answerUrl(request, person, { secret, page }) }, ''];
}

createServer((asked, to) => {
  let body = '';
  asked.on('data', (piece) => (body += piece).length > 20000 && asked.destroy()).on('end', () => {
    let [status, headers, text] = [400, {}, ''];
    try { [status, headers, text] = answer(asked, new URLSearchParams(body)); } catch (error) { text = escaped(error.message); }
    const own = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" };
    to.writeHead(status, { ...own, ...headers }).end(text);
  });
}).listen(Number(port || 80), '127.0.0.1', () => console.log(`Sign in at ${page}`));
