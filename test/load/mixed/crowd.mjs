import { logIn } from '../bench-installation.mjs';
import { converse } from './converse.mjs';
import { KeepAliveClient } from './keep-alive-client.mjs';
import { OPERATIONS, operationOfTurn } from './operations.mjs';
import { Tally } from './tally.mjs';

/** Several users of one API, of whom somebody does something at each turn. */
export class Crowd {
  constructor(url, users, clip) {
    this.url = url;
    this.client = new KeepAliveClient(url);
    this.callers = users.map((user) => ({ ...user, clip, pick, opened: [], made: [] }));
    this.tally = new Tally();
    this.act = (due) => this.takeTurn(due);
  }

  async takeTurn({ turn, dueAt, isJudged }) {
    const operation = operationOfTurn(turn);
    const { preparationMs, unexpected } = await converse(
      OPERATIONS[operation],
      pick(this.callers),
      (request, caller) => this.client.send(request, caller),
    );
    const tookMs = performance.now() - dueAt - preparationMs;
    this.tally.add({ operation, tookMs, unexpected, isJudged });
  }

  /** A token lasts for a quarter of an hour. */
  async signIn() {
    for (const caller of this.callers) {
      const { access_token: token } = await logIn(this.url, {
        ADMIN_EMAIL: caller.email,
        ADMIN_PASSWORD: caller.password,
      });
      caller.token = token;
    }
  }

  /** Leaves no work behind. */
  async deleteWhatWasMade() {
    for (const caller of this.callers)
      for (const id of caller.made.splice(0))
        await this.client.send({ method: 'DELETE', path: `/videos/${id}` }, caller);
  }

  newTally() {
    this.tally = new Tally();
    return this.tally;
  }
}

function pick(values) {
  return values[Math.floor(Math.random() * values.length)];
}
