// Says whether all that must hold of an installation does. Every test file asks at its end, and to load the product for that took
// longer than the answer. Ends when whoever started it does.
const http = require('node:http');
const { reportInvariants } = require('../../dist/src/cli/check-invariants.js');
const { CONFIG_GROUPS } = require('../../dist/src/config-groups.js');
const { parseConfiguration } = require('../../dist/src/platform/config/parse-configuration.js');
const { Logger } = require('../../dist/src/platform/logging/logger.js');

const logger = Logger.create({ level: 'silent', process: 'cli' });

async function brokenIn(variables) {
  const reports = await reportInvariants({
    configuration: parseConfiguration(CONFIG_GROUPS, variables),
    logger,
  });
  return reports.filter(({ violations }) => violations.length > 0);
}

async function textOf(request) {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return text;
}

const server = http.createServer((request, response) => {
  textOf(request)
    .then((text) => brokenIn(JSON.parse(text)))
    .then(
      (broken) => response.end(JSON.stringify(broken)),
      (error) => response.writeHead(500).end(String(error.stack)),
    );
});
process.stdin.resume().on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
