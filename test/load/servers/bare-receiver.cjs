// The floor of an upload: the body goes to a file, is hashed on the way where asked for, and is synced where asked for.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');

const folder = process.env.BENCH_FOLDER;
let count = 0;

async function receive(request, response) {
  const file = path.join(folder, `received-${(count += 1)}`);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk, _encoding, next) {
      hash.update(chunk);
      next(null, chunk);
    },
  });
  const steps = request.url.includes('hash') ? [request, hashing] : [request];
  await pipeline(...steps, fs.createWriteStream(file, { flush: request.url.includes('sync') }));
  response.end(hash.digest('hex'));
  fs.rmSync(file);
}

const server = http.createServer((request, response) => void receive(request, response));
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
