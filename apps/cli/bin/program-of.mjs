/** For those who operate an installation: they work on its database, not through its API, and are a program of their own. */
const operateCommands = ['backup', 'restore', 'doctor', 'owner', 'password-link'];
/** Before the command; what follows them is no command. */
const withValue = ['--server', '--data'];

/** Which program a command line is for. */
export function programOf(argv) {
  const command = argv.find((word, place) => !word.startsWith('-') && !withValue.includes(argv[place - 1]));
  return operateCommands.includes(command) ? 'operate' : 'cli';
}
