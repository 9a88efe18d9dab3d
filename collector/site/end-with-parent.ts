const script = 'process.on("disconnect", () => process.exit(1)); process.channel?.unref();';

/**
 * Arguments of Node for a process that ends when its parent is gone, however that went. It has to be started with an IPC
 * channel, which does not keep it alive.
 */
export const endWithParent = ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
