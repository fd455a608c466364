/** What is wrong with this Node, as one sentence with the fix; undefined when it will do. */
export function nodeVersionProblem(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  const good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (good) return undefined;
  return `Pairwright needs Node 20.19 or newer (of the 22 line 22.12 or newer); this is Node ${version.replace(/^v/, '')}. Install a current Node from https://nodejs.org and start again.`;
}

/** Ends the process with one clear sentence on a Node that is too old. Runs before anything newer is imported. */
export function requireNode() {
  const problem = nodeVersionProblem(process.version);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}
