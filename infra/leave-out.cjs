/** Modules that packages of the functions load and that Lambda never uses: without them a function starts in two thirds of the time. */
const leftOut = [
  // The other receivers of Bolt than AwsLambdaReceiver.
  'express',
  'raw-body',
  '@slack/socket-mode',
  // xml2js writes XML with it, and we read.
  'xmlbuilder',
  // It writes references, and rss-parser reads them.
  'entities/lib/encode.js',
  // The stemmers of natural bring words to pass over, for a method that we do not call.
  'stopwords-iso',
  // Of undici we use Agent and request.
  'undici/lib/(?:cache|interceptor|mock|web)',
  'undici/lib/dispatcher/(?:balanced-pool|env-http-proxy-agent|h2c-client|proxy-agent|retry-agent|round-robin-pool|socks5-proxy-agent).js',
  'undici/lib/handler/(?:redirect|retry)-handler.js',
  // Its parser for processors without vector instructions.
  'undici/lib/llhttp/llhttp-wasm.js',
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
      build.onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/](?:${names})(?:[\\\\/]|$)`) }, () => ({
        contents: absent,
        loader: 'js',
      }));
    },
  },
];
