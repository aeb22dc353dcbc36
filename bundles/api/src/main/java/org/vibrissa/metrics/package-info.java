/** Figures for monitoring systems. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.metrics;
