// The framework as it comes: one controller, one provider-less route, nothing of ours.
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

const body = JSON.parse(process.env.BENCH_BODY);

class BenchController {
  me() {
    return body;
  }
}
class BenchModule {}

Get('me')(BenchController.prototype, 'me', Object.getOwnPropertyDescriptor(BenchController.prototype, 'me'));
Controller('api/v1/auth')(BenchController);
Module({ controllers: [BenchController] })(BenchModule);

NestFactory.create(BenchModule, { logger: false })
  .then((app) => app.listen(0, '127.0.0.1').then(() => app.getUrl()))
  .then((url) => console.log(`ready ${url}`));
