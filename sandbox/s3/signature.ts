// Signature version 4, as the storage checks it.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface S3Account {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

export type SignatureCheck =
  | { readonly status: 'good'; readonly payloadHash: string }
  | { readonly status: 'bad'; readonly code: string; readonly message: string };

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
const MOST_SKEW_MS = 15 * 60_000;

export function checkSignature(
  request: IncomingMessage,
  account: S3Account,
  now: number,
): SignatureCheck {
  const [, accessKey, day, region, names, given] =
    AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  if (accessKey === undefined || day === undefined || region === undefined) {
    return bad('AccessDenied', 'Access Denied.');
  }
  if (accessKey !== account.accessKey) {
    return bad('InvalidAccessKeyId', 'The access key Id does not exist in our records.');
  }
  if (region !== account.region) {
    return bad('AuthorizationHeaderMalformed', `The region '${region}' is wrong.`);
  }
  const date = header(request, 'x-amz-date');
  const sentAt = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (Number.isNaN(sentAt) || !date.startsWith(day)) return bad('AccessDenied', 'No valid date.');
  if (Math.abs(now - sentAt) > MOST_SKEW_MS) {
    return bad('RequestTimeTooSkewed', 'The difference between the times is too large.');
  }
  const signed = (names ?? '').split(';');
  const mustBeSigned = Object.keys(request.headers).filter(
    (name) => name === 'host' || name === 'content-md5' || name.startsWith('x-amz-'),
  );
  const unsigned = mustBeSigned.find((name) => !signed.includes(name));
  if (unsigned !== undefined) {
    return bad('AccessDenied', `There were headers present which were not signed: ${unsigned}`);
  }
  const payloadHash = header(request, 'x-amz-content-sha256');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    date,
    scope,
    sha256(canonicalRequest(request, signed, payloadHash)),
  ].join('\n');
  const expected = hmac(signingKey(account.secretKey, day, region), text).toString('hex');
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given ?? ''.padEnd(64)))) {
    return bad('SignatureDoesNotMatch', 'The signature we calculated does not match.');
  }
  return { status: 'good', payloadHash };
}

function canonicalRequest(
  request: IncomingMessage,
  signed: readonly string[],
  payloadHash: string,
): string {
  const [path, query = ''] = (request.url ?? '/').split('?');
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`));
  const headers = signed.map((name) => `${name}:${header(request, name)}\n`);
  return [
    request.method,
    path,
    pairs.toSorted().join('&'),
    headers.join(''),
    signed.join(';'),
    payloadHash,
  ].join('\n');
}

function signingKey(secretKey: string, day: string, region: string): Buffer {
  const parts = [day, region, 's3', 'aws4_request'];
  return parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretKey}`));
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bad(code: string, message: string): SignatureCheck {
  return { status: 'bad', code, message };
}
