/**
 * Local endpoints: what has an address and a policy on this host.
 *
 * <p>An endpoint is declared as a resource of kind Endpoint; this package shows what became of it.
 * Three forms exist: a network namespace (the daemon makes the veth), an existing host-side device
 * (such as a VM's tap), and the host itself.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.endpoint;
