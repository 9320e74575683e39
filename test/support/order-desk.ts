import { Body, Controller, Injectable, Module, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { newId } from '#kernel/id';
import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { TextField, UuidField } from '#platform/http/contract/fields';
import { Operation } from '#platform/http/contract/operation.decorator';

/** Shown once, like a new API key: it must not be readable in any table. */
export const CANARY = 'canary-that-is-shown-once';

class PlaceOrderDto {
  @TextField({ min: 1, max: 64, description: 'What is ordered.', example: 'tea' })
  what!: string;
}

class OrderDto {
  @UuidField({ description: 'Id of the order.', example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' })
  id!: string;

  @TextField({ max: 64, description: 'Told once.', example: 'secret' })
  secret!: string;

  @TextField({ max: 255, description: 'Signed anew for every answer.', example: 'https://example.org' })
  url!: string;
}

/** What a test can make go wrong in the next request. */
export type Accident = 'inside the transaction' | 'after the commit' | 'connection cut after the commit';

/** The smallest thing that creates something, mounted by tests of the Idempotency-Key alone. */
@Injectable()
export class OrderDesk {
  accident: Accident | null = null;
  /** When set, every order waits for it within its transaction. */
  gate: Promise<void> | null = null;
  signatures = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly facts: FactLog,
  ) {}

  async prepare(): Promise<void> {
    await this.database.query(
      'CREATE TABLE test_orders (id uuid PRIMARY KEY, owner_id uuid NOT NULL, what text NOT NULL)',
    );
  }

  place(owner: SignedInUser, what: string): Promise<{ id: string; secret: string }> {
    return this.unitOfWork.run(async () => {
      const id = newId();
      await this.database.query('INSERT INTO test_orders (id, owner_id, what) VALUES ($1, $2, $3)', [
        id,
        owner.userId,
        what,
      ]);
      const subject = { type: 'order', id };
      await this.facts.record({ type: 'order.placed', subject, ownerId: owner.userId, data: { what } });
      await this.gate;
      if (this.accident === 'inside the transaction') throw new Error('an accident inside the transaction');
      return { id, secret: CANARY };
    });
  }

  sign(id: string): string {
    this.signatures += 1;
    return `https://files.example.org/${id}?signature=${String(this.signatures)}`;
  }
}

@ApiTags('Test')
@Controller('test-orders')
class OrderController {
  constructor(private readonly desk: OrderDesk) {}

  @Post()
  @Operation({
    id: 'placeTestOrder',
    summary: 'Place an order',
    description: 'Only tests mount this.',
    access: 'signed-in',
    isIdempotent: true,
    answer: { status: 201, description: 'The order.', type: OrderDto },
  })
  async place(
    @Body() { what }: PlaceOrderDto,
    @CurrentUser() actor: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OrderDto> {
    const { id, secret } = await this.desk.place(actor, what);
    if (this.desk.accident === 'after the commit') throw new Error('an accident after the commit');
    if (this.desk.accident === 'connection cut after the commit') response.destroy();
    return { id, secret, url: this.desk.sign(id) };
  }

  @Post('forgotten')
  @Operation({
    id: 'forgetTestOrder',
    summary: 'Promise idempotency without a unit of work',
    description: 'Only tests mount this.',
    access: 'signed-in',
    isIdempotent: true,
    answer: { status: 201, description: 'Nothing.' },
  })
  forget(): void {
    // A handler that takes an Idempotency-Key and does its work outside a unit of work.
  }
}

@Module({ controllers: [OrderController], providers: [OrderDesk] })
export class OrderDeskModule {}
