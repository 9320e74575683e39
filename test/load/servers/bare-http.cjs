// The floor: what Node alone takes to answer with the same bytes.
const http = require('node:http');

const body = process.env.BENCH_BODY;
const server = http.createServer((_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
