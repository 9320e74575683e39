// The same with one indexed SELECT: what any answer out of the database takes.
const http = require('node:http');
const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });
const sql = {
  name: 'me',
  text: 'SELECT users.id, users.email, users.name, users.is_admin, users.created_at FROM users WHERE users.id = $1',
};
const server = http.createServer((_request, response) => {
  pool.query(sql, [process.env.BENCH_USER_ID]).then(
    ({ rows }) => {
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(rows[0]));
    },
    (error) => {
      response.writeHead(500);
      response.end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
