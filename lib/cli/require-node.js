/**
 * Ends the process with one line where its Node is too old. Plain JavaScript of ten years ago, because a Node that is too old must
 * still be able to read it.
 */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  process.stderr.write(
    `faultline needs Node 24, this is ${process.versions.node}: run "npm ci" again with install scripts allowed (it brings its own Node), or install Node 24.\n`,
  );
  process.exit(1);
}
