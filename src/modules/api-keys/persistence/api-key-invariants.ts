import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class ApiKeyInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add({
      name: 'a key that took the place of another is of the same owner, and the other goes',
      violations: `
        SELECT successor.id, predecessor.id AS replaces
          FROM api_keys AS successor JOIN api_keys AS predecessor ON predecessor.id = successor.replaces
         WHERE successor.owner_id <> predecessor.owner_id
            OR (predecessor.rotated_at IS NULL AND predecessor.revoked_at IS NULL)`,
    });
  }
}
