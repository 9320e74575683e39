/** Thrown within a unit of work to undo it: what it was about has come into other hands. */
export class Outrun extends Error {
  constructor() {
    super('somebody else was faster');
    this.name = 'Outrun';
  }
}
