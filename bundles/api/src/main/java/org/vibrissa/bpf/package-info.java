/** The loader service: how a bundle owns eBPF programs, maps, links and pins. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.bpf;
