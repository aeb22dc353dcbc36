/**
 * Changing the mode of a path group while packets flow: what another bundle may add to it.
 *
 * <p>The change itself is a transaction over all hosts of the fleet, made by bundle {@code mode}
 * alone.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.mode;
