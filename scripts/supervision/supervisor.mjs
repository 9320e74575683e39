import { Supervised } from './supervised.mjs';

/** All that runs: servers first and last, application in between, each kept running. */
export class Supervisor {
  #servers = [];
  #application = [];
  #options;

  constructor({ onNotice, onGiveUp }) {
    this.#options = { onNotice, onGiveUp };
  }

  get isEmpty() {
    return this.#servers.length + this.#application.length === 0;
  }

  /** A server may have outlived an earlier supervisor, and is then used as it is. */
  async startServers(programs, { signal }) {
    await Promise.all(
      programs.map((program) => {
        const server = new Supervised(program, this.#options);
        this.#servers.push(server);
        return server.start({ signal, adopt: true });
      }),
    );
  }

  async startApplication(programs, { signal }) {
    await Promise.all(
      programs.map((program) => {
        const member = new Supervised(program, this.#options);
        this.#application.push(member);
        return member.start({ signal });
      }),
    );
  }

  async restartApplication({ signal }) {
    await Promise.all(this.#application.map((member) => member.restart({ signal })));
  }

  /** The application first: it still needs the servers to finish what it has begun. */
  async stop() {
    await Promise.allSettled(this.#application.map((member) => member.stop()));
    await Promise.allSettled(this.#servers.map((member) => member.stop()));
  }
}
