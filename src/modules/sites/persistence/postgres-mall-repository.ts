import { Injectable } from '@nestjs/common';
import type { MallId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Mall, MallFields } from '../domain/mall';
import { MallRepository } from '../ports/mall-repository';
import { MallTable, toMall } from './mall.table';

@Injectable()
export class PostgresMallRepository extends MallRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(id: MallId, { name, detectionModel }: MallFields): Promise<void> {
    await this.database.entities.insert(MallTable, { id, name, detection_model: detectionModel });
  }

  async hold(id: MallId): Promise<boolean> {
    const row = await this.database.first('SELECT malls.id FROM malls WHERE malls.id = $1 FOR KEY SHARE', [
      id,
    ]);
    return row !== undefined;
  }

  async lock(id: MallId): Promise<Mall | null> {
    const row = await this.database.entities.findOne(MallTable, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    return row === null ? null : toMall(row);
  }

  async replace(id: MallId, { name, detectionModel }: MallFields): Promise<void> {
    await this.database.entities.update(MallTable, { id }, { name, detection_model: detectionModel });
  }

  async delete(id: MallId): Promise<void> {
    await this.database.entities.delete(MallTable, { id });
  }
}
