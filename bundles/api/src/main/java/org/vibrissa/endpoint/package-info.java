/**
 * Local endpoints: what has an address and a policy on this host.
 *
 * <p>An endpoint is declared as a resource of kind Endpoint; this package shows what became of it.
 * Four forms exist: a network namespace (the daemon makes the veth), an existing host-side device
 * (such as a VM's tap), a cgroup such as a systemd unit, and the host itself.
 *
 * <p>Before an endpoint's first packet every {@link org.vibrissa.endpoint.EndpointGate} is asked.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.vibrissa.endpoint;
