import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';

/** The environment with what `.env` adds to it; what is set already wins. */
export function withDotEnv(env, root) {
  const file = path.join(root, '.env');
  if (!fs.existsSync(file)) return { ...env };
  return { ...util.parseEnv(fs.readFileSync(file, 'utf8')), ...env };
}

const TESTS_MAY_SEE = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.+|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|COLUMNS|TMPDIR|CI)$/,
  /^(https?_proxy|no_proxy|all_proxy)$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE)$/,
  /^npm_(config_.+|execpath)$/i,
  /^HOMEBREW_.+$/,
  /^TEST_(DATABASE_URL|REDIS_URL|S3_ENDPOINT|S3_ACCESS_KEY_ID|S3_SECRET_ACCESS_KEY|S3_REGION|SWIFT_ROOT)$/,
];

/** Tests start from a list of what may pass, so that somebody's DATABASE_URL or AWS_* in the shell is never touched. */
export function allowListed(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => TESTS_MAY_SEE.some((rule) => rule.test(name))),
  );
}

/** Replaces every secret in a text that is about to be shown. */
export function redact(text, secrets) {
  return secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

/** The password of a connection URL, as written and as meant. */
export function passwordsIn(urls) {
  return urls.flatMap((text) => {
    if (!text || !URL.canParse(text)) return [];
    const { password } = new URL(text);
    try {
      return [password, decodeURIComponent(password)];
    } catch {
      return [password];
    }
  });
}
