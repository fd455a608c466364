/**
 * npm runs scripts in a shell, and hands SIGTERM to that shell alone: it dies and this process would live on unseen.
 * So when npm started this process and the shell above is gone, end as if the signal had come here.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  timer.unref();
}
