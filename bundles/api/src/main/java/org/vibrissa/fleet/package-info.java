/**
 * Hosts that trust each other: membership, mutual TLS between them, and calls from host to host.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.vibrissa.fleet;
