/** A server over a made log, and clients for it: for tests and benches. */
package org.vibrissa.hubble.internal.made;
