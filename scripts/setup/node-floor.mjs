// This file must parse and link on every Node that knows ES modules: it is what tells a stranger that theirs is too old.
export const NODE_FLOOR = [20, 19];

export function meetsFloor(version, floor = NODE_FLOOR) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > floor[0] || (major === floor[0] && minor >= floor[1]);
}

export function requireNode() {
  if (meetsFloor(process.versions.node)) return;
  console.error(
    `Framegate needs Node ${NODE_FLOOR.join('.')} or newer, and this is ${process.versions.node}: ` +
      'install a current Node (https://nodejs.org) and run the command again.',
  );
  process.exit(1);
}
