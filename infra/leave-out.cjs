/** Modules that packages of the functions load and that Lambda never uses: without them a function starts in two thirds of the time. */
const leftOut = [
  // The other receivers of Bolt than AwsLambdaReceiver.
  'express',
  'raw-body',
  '@slack/socket-mode',
  // xml2js writes XML with it, and we read.
  'xmlbuilder',
  // The stemmers of natural bring words to pass over, for a method that we do not call.
  'stopwords-iso',
  // Of undici we use Agent and request.
  'undici/lib/(?:cache|interceptor|mock|web)',
];

/** Stands for such a module and all that is in it: it may be named, and fails when it is called. */
const absent = `
const absent = new Proxy(function () {}, {
  get: (_, name) => (typeof name === 'symbol' || name === 'then' || name === '__esModule' ? undefined : name === 'prototype' ? {} : absent),
  construct: () => absent,
  apply: () => { throw new Error('infra/leave-out.cjs left out what is called here'); },
});
module.exports = absent;`;

/** The plugins of esbuild. */
module.exports = [
  {
    name: 'leave-out',
    setup(build) {
      const names = leftOut.join('|').replaceAll('/', '[\\\\/]');
      build.onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/](?:${names})[\\\\/]`) }, () => ({
        contents: absent,
        loader: 'js',
      }));
    },
  },
];
