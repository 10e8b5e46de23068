// Plain JavaScript of ten years ago, because a Node that is too old must still be able to read it and say so.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `faultline needs Node 24, this is ${process.versions.node}: run "npm ci" again with install scripts allowed (it brings its own Node), or install Node 24.\n`,
  );
  process.exit(1);
}
