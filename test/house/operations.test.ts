import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { operationOf } from '#platform/http/contract/operation.decorator';
import { Logger } from '#platform/logging/logger';
import { ApiModule } from '../../src/api.module';
import { CONFIG_GROUPS } from '../../src/config-groups';
import { describeApi } from '../../src/describe-api';

interface DocumentedOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const ROUTE_METADATA = 'path';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

describe('every operation of the API', () => {
  let app: INestApplication;
  let document: OpenAPIObject;
  let operations: readonly DocumentedOperation[];

  beforeAll(async () => {
    const noSettings = new Map(CONFIG_GROUPS.map((group) => [group, {}]));
    const logger = Logger.create({ level: 'silent', process: 'api' });
    app = await NestFactory.create(ApiModule.of(noSettings, logger), {
      logger: false,
      preview: true,
      abortOnError: false,
    });
    document = describeApi(app, null);
    operations = Object.values(document.paths).flatMap((item) =>
      Object.entries(item as Record<string, DocumentedOperation>)
        .filter(([method]) => METHODS.includes(method))
        .map(([, operation]) => operation),
    );
  });

  it('says who may call it: a handler without a promise is refused', () => {
    const handlers = controllers().flatMap(handlersOf);
    expect(handlers.length).toBeGreaterThanOrEqual(operations.length);
    for (const handler of handlers) {
      expect(() => operationOf({ getHandler: () => handler } as never)).not.toThrow();
    }
  });

  it('has an id of its own', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id) => id === undefined || !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is described, belongs to a known group, and names its security', () => {
    const groups = (document.tags ?? []).map(({ name }) => name);
    const poor = operations.filter(
      ({ summary = '', description = '', tags = [], security }) =>
        summary === '' ||
        description === '' ||
        security === undefined ||
        tags.length !== 1 ||
        !groups.includes(tags[0]!),
    );
    expect(poor.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('documents the refusal of whoever is not signed in, unless anyone may call it', () => {
    const silent = operations.filter(
      ({ security = [], responses }) => security.length > 0 !== '401' in responses,
    );
    const anyone = silent.filter(({ security = [] }) => security.length === 0);
    const signingIn = ['logIn', 'refreshSession'];
    expect(silent.filter((each) => !anyone.includes(each)).map(({ operationId }) => operationId)).toEqual([]);
    expect(anyone.map(({ operationId }) => operationId).sort()).toEqual(signingIn);
  });

  function controllers(): Type[] {
    return [...app.get(ModulesContainer).values()].flatMap((module) =>
      [...module.controllers.values()].map(({ metatype }) => metatype as Type),
    );
  }
});

function handlersOf(controller: Type): object[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => prototype[name]!)
    .filter((member) => Reflect.hasMetadata(ROUTE_METADATA, member));
}
