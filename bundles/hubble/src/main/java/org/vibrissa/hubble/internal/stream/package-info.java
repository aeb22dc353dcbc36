/**
 * Flows on their way to clients. Each client has its own cursor in the log and is served by a few
 * threads for all: as long as it takes messages, and no longer. Nobody waits for a client.
 */
package org.vibrissa.hubble.internal.stream;
