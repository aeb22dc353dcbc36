/**
 * Flows written straight to the bytes of Hubble's messages. {@code message} says what a flow is;
 * this says the same several times faster, and a test holds it to that. A busy node has a hundred
 * thousand flows a second for each client, and most of what a message object costs is to encode the
 * same names again and again.
 */
package org.vibrissa.hubble.internal.wire;
