/**
 * Lets `package` do without an account: osls asks AWS whether a layer is the one that stands there already, to save an upload, even
 * where nothing is to be uploaded. `deploy` still asks.
 */
module.exports = class PackageOffline {
  constructor(serverless) {
    this.hooks = {
      'before:package:compileLayers': () => {
        if (serverless.processedInput.commands[0] !== 'package') return;
        const layers = serverless.pluginManager.plugins.find((plugin) => plugin.compareWithLastLayer);
        if (layers) layers.compareWithLastLayer = async () => {};
      },
    };
  }
};
