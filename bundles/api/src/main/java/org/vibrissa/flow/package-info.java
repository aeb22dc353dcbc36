/** Events of flows: what the datapath saw, in order, each one counted. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.vibrissa.flow;
