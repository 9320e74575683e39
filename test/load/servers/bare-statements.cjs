// What a stranger would write in ten minutes: for each address the statements that it stands for, and their rows as JSON. The
// driver is set up as the product's is.
const http = require('node:http');
const { Pool } = require('pg');
const {
  API_CONNECTION,
  databaseOptions,
} = require('../../../dist/src/platform/database/database-options.js');

const { DATABASE_URL: connectionString, BENCH_STATEMENTS, BENCH_POOL_SIZE } = process.env;
const { extra } = databaseOptions({ url: { reveal: () => connectionString } }, API_CONNECTION);
const pool = new Pool({ connectionString, max: Number(BENCH_POOL_SIZE), ...extra });
const statementsAt = JSON.parse(BENCH_STATEMENTS);

const server = http.createServer((request, response) => {
  rowsOf(statementsAt[request.url]).then(
    (rows) => {
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(rows));
    },
    (error) => {
      response.writeHead(500);
      response.end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));

async function rowsOf(statements) {
  const rows = [];
  for (const { sql, values } of statements) rows.push(...(await pool.query(sql, values)).rows);
  return rows;
}
