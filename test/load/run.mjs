// node test/load/run.mjs [name ...]: ratios against bare baselines, in one run. `npm run test:full -- load` starts what it needs.
const BENCHES = {
  me: './me.bench.mjs',
  videos: './videos.bench.mjs',
  caches: './caches.bench.mjs',
  'cold-start': './cold-start.bench.mjs',
  uploads: './uploads.bench.mjs',
  pipeline: './pipeline.bench.mjs',
  interference: './interference.bench.mjs',
  mixed: './mixed.bench.mjs',
  catalogue: './catalogue.bench.mjs',
};

const given = process.argv.slice(2);
const isWriting = given.includes('--write');
const wanted = given.filter((name) => name !== '--write');
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const { run } = await import(BENCHES[name]);
  await run({ isWriting });
}
