/**
 * What a bundle may know of the daemon that hosts it: its name, its folders, its readiness.
 *
 * <p>Several daemons may run on one machine, one per network namespace. Nothing in a bundle may
 * assume a fixed path: every folder comes from {@link org.vibrissa.runtime.Node}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.vibrissa.runtime;
