/**
 * Figures for monitoring systems.
 *
 * <p>A bundle that knows figures registers a {@link org.vibrissa.metrics.MetricSource}. The bundle
 * {@code metrics} asks all of them when somebody looks, so a figure costs nothing otherwise; it
 * limits the number of series, and leaves out what fails. Names: {@code vibrissa_} and what it
 * counts, {@code hubble_} for those that Hubble has.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.metrics;
