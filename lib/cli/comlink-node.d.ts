/** Comlink ships types for another kind of import of its Node adapter only. */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink';

  /** A thread, its other end, or what is made to look like one. */
  interface NodePort {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (message: unknown) => void): unknown;
    off(event: 'message', listener: (message: unknown) => void): unknown;
  }

  export default function nodeEndpoint(port: NodePort): Endpoint;
}
